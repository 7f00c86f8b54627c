"""The tutorial's first server, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/01-raw-recv/Python/tutorial_server.py [PORT]

The format is in docs/protocols.md, "Lesson 1".
"""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 1234

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", port))
s.listen(5)
print(f"listening on 127.0.0.1:{port}", flush=True)

while True:
    clientsocket, address = s.accept()
    print(f"connection from {address} has been established!")
    clientsocket.send(bytes("welcome to the server!", "utf-8"))
    clientsocket.close()
