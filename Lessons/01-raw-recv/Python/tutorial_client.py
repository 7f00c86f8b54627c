"""The tutorial's first client, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; client.py beside it does it right.

Usage: python3 Lessons/01-raw-recv/Python/tutorial_client.py [PORT]

The format is in docs/protocols.md, "Lesson 1".
"""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 1234

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", port))

msg = s.recv(1024)
print(msg.decode("utf-8"))
