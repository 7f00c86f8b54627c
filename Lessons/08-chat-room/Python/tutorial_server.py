"""Lesson 4's tutorial server with the few lines that make a chat room of it, mistakes and all.

The tutorial says how in words ("store a list globally … then send that list back to each client")
and leaves the code to its reader; these are the lines that most readers write. The lesson shows
what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/08-chat-room/Python/tutorial_server.py [PORT]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 8".
"""

import socket
import sys
import threading

HEADER = 64
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5050
SERVER = "127.0.0.1"
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((SERVER, PORT))

clients = []
messages = []


def send(conn, msg):
    message = msg.encode(FORMAT)
    conn.send(str(len(message)).encode(FORMAT).ljust(HEADER))
    conn.send(message)


def handle_client(conn, number):
    for msg in messages:
        send(conn, msg)
    clients.append(conn)

    connected = True
    while connected:
        msg_length = conn.recv(HEADER).decode(FORMAT)
        if msg_length:
            msg = conn.recv(int(msg_length)).decode(FORMAT)
            if msg == DISCONNECT_MESSAGE:
                connected = False
            else:
                messages.append(f"client {number}: {msg}")
                for client in clients:
                    if client != conn:
                        send(client, f"client {number}: {msg}")

    clients.remove(conn)
    conn.close()


def start():
    server.listen()
    print(f"listening on {SERVER}:{server.getsockname()[1]}", flush=True)
    number = 0
    while True:
        conn, addr = server.accept()
        number += 1
        thread = threading.Thread(target=handle_client, args=(conn, number))
        thread.start()


start()
