"""A math server as one writes it first: struct's formats without an order, and one recv a request.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/10-binary-packets/Python/native_server.py [--port P]
"""

import argparse
import socket
import struct


def compute(command, first, second):
    if command == "SUMA":
        return 0, first + second
    if command == "RESTA":
        return 0, first - second
    if command == "MULTIPLICACION":
        return 0, first * second
    return 0, first / second


def serve(connection):
    while True:
        data = connection.recv(1024)
        if not data:
            break
        length, first, second = struct.unpack("ihh", data[:8])
        command = data[8:8 + length].decode("utf-8")
        status, result = compute(command, first, second)
        connection.send(struct.pack("id", status, result))


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=5050)
port = parser.parse_args().port
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", port))
server.listen()
print(f"listening on 127.0.0.1:{port}", flush=True)
try:
    while True:
        connection, _ = server.accept()
        try:
            serve(connection)
        except OSError:
            pass  # reset: the next one, please
        connection.close()
except KeyboardInterrupt:
    pass
