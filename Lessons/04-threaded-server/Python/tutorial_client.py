"""The tutorial's second client, kept as it was usually written, mistakes and all.

It sends a message, one more each time Enter is pressed, and at last its goodbye. The lesson shows
what goes wrong; client.py beside it does it right.

Usage: python3 Lessons/04-threaded-server/Python/tutorial_client.py [PORT]

The format is in docs/protocols.md, "Fixed-width header", "Lesson 4" and "Lesson 5".
"""

import socket
import sys

HEADER = 64
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5050
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"
SERVER = "127.0.0.1"
ADDR = (SERVER, PORT)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(ADDR)


def send(msg):
    message = msg.encode(FORMAT)
    msg_length = len(message)
    send_length = str(msg_length).encode(FORMAT)
    send_length += b" " * (HEADER - len(send_length))
    client.send(send_length)
    client.send(message)
    print(client.recv(2048).decode(FORMAT))


send("Hello World!")
input()
send("Hello Everyone!")
input()
send("Hello there!")

send(DISCONNECT_MESSAGE)
