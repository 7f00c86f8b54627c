"""The tutorial's server that sends the time, kept as it was usually written, mistakes and all.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/03-time-push/Python/tutorial_server.py [PORT [INTERVAL]]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 3".
"""

import socket
import sys
import time

HEADERSIZE = 10

port = int(sys.argv[1]) if len(sys.argv) > 1 else 1234
interval = float(sys.argv[2]) if len(sys.argv) > 2 else 3

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", port))
s.listen(5)
print(f"listening on 127.0.0.1:{port}", flush=True)

while True:
    clientsocket, address = s.accept()
    print(f"connection from {address} has been established!")

    msg = "Welcome to the server!"
    msg = f"{len(msg):<{HEADERSIZE}}" + msg
    clientsocket.send(bytes(msg, "utf-8"))

    while True:
        time.sleep(interval)
        msg = f"The time is {time.time()}"
        msg = f"{len(msg):<{HEADERSIZE}}" + msg
        clientsocket.send(bytes(msg, "utf-8"))
