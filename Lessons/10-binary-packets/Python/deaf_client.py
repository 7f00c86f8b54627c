"""A client that sends requests without end, and receives no reply, until the server gives it up.

Usage: python3 Lessons/10-binary-packets/Python/deaf_client.py [--port P]

The format is in docs/protocols.md, "Lesson 10".
"""

import argparse
import socket
import struct
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=5050)
port = parser.parse_args().port
connection = socket.socket()
# Little room for what nobody receives, so that it is full soon.
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 600)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
try:
    connection.connect(("127.0.0.1", port))
except OSError as error:
    sys.exit(f"{error}: is a server running on port {port}?")
requests = (struct.pack("<ihh", 4, 7, -2) + b"SUMA") * 200
print("sends, and does not receive", flush=True)
try:
    while True:
        connection.sendall(requests)
except OSError:
    print("the server has given it up")
