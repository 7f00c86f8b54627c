"""The tutorial's server with a header, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/02-header-streaming/Python/tutorial_server.py [PORT [MESSAGE]]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 2".
"""

import socket
import sys

HEADERSIZE = 10

port = int(sys.argv[1]) if len(sys.argv) > 1 else 1234
text = sys.argv[2] if len(sys.argv) > 2 else "Welcome to the server!"

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", port))
s.listen(5)
print(f"listening on 127.0.0.1:{port}", flush=True)

# Not in the tutorial: Python closes a socket that no variable holds any more, so without this
# list each new client would end the connection of the one before it.
clients = []

while True:
    clientsocket, address = s.accept()
    clients.append(clientsocket)
    print(f"connection from {address} has been established!")

    msg = text
    msg = f"{len(msg):<{HEADERSIZE}}" + msg
    clientsocket.send(bytes(msg, "utf-8"))
