"""The tutorial's threaded server, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/04-threaded-server/Python/tutorial_server.py [PORT]

The format is in docs/protocols.md, "Fixed-width header", "Lesson 4" and "Lesson 5".
"""

import socket
import sys
import threading

HEADER = 64
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5050
SERVER = "127.0.0.1"
ADDR = (SERVER, PORT)
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDR)


def handle_client(conn, addr):
    print(f"[NEW CONNECTION] {addr} connected.")

    connected = True
    while connected:
        msg_length = conn.recv(HEADER).decode(FORMAT)
        if msg_length:
            msg_length = int(msg_length)
            msg = conn.recv(msg_length).decode(FORMAT)
            if msg == DISCONNECT_MESSAGE:
                connected = False

            print(f"[{addr}] {msg}")
            conn.send("Msg received".encode(FORMAT))

    conn.close()


def start():
    server.listen()
    print(f"listening on {SERVER}:{server.getsockname()[1]}", flush=True)
    while True:
        conn, addr = server.accept()
        thread = threading.Thread(target=handle_client, args=(conn, addr))
        thread.start()
        # In the tutorial it is activeCount(), a name that newer versions of Python warn of.
        print(f"[ACTIVE CONNECTIONS] {threading.active_count() - 1}")


start()
