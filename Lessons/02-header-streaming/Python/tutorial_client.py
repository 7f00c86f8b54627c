"""The tutorial's client that reads a header, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; client.py beside it does it right.

Usage: python3 Lessons/02-header-streaming/Python/tutorial_client.py [PORT]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 2".
"""

import socket
import sys

HEADERSIZE = 10

port = int(sys.argv[1]) if len(sys.argv) > 1 else 1234

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", port))

full_msg = ""
new_msg = True

while True:
    msg = s.recv(16)
    if new_msg:
        print(f"new message length: {msg[:HEADERSIZE]}")
        msglen = int(msg[:HEADERSIZE])
        new_msg = False

    full_msg += msg.decode("utf-8")

    if len(full_msg) - HEADERSIZE == msglen:
        print("full message received")
        print(full_msg[HEADERSIZE:])
        new_msg = True
        full_msg = ""
