"""The tutorial's server, written down after its description, mistakes and all: clients in a list, a
thread for each, and a loop that sends each position to all of them.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/11-position-broadcast/Python/tutorial_server.py [PORT]

The format is in docs/protocols.md, "Lesson 11".
"""

import socket
import struct
import sys
import threading

clients = []


def broadcast(packet):
    for client in clients:
        try:
            client.send(packet)
        except OSError:
            clients.remove(client)
            client.close()


def handle(client, number):
    while True:
        data = client.recv(4)
        if not data:
            clients.remove(client)
            client.close()
            return
        x, y = struct.unpack("hh", data)
        broadcast(struct.pack("ihh", number, x, y))


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 5050))
server.listen()
print(f"listening on 127.0.0.1:{server.getsockname()[1]}")
try:
    while True:
        client, address = server.accept()
        clients.append(client)
        print(f"clients: {len(clients)}")
        threading.Thread(target=handle, args=(client, len(clients)), daemon=True).start()
except KeyboardInterrupt:
    pass
