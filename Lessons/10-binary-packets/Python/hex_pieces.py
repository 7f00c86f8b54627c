"""A client that sends each of its arguments, written in hexadecimal, in a send of its own, a moment
apart. It then closes its side, and prints what has come back.

Usage: python3 Lessons/10-binary-packets/Python/hex_pieces.py [--port P] PIECE...
       PIECE is hexadecimal, with spaces or without: '04 00 00 00'

The format is in docs/protocols.md, "Lesson 10".
"""

import argparse
import socket
import sys
import time


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("pieces", nargs="+", type=bytes.fromhex, metavar="PIECE")
    options = parser.parse_args()
    try:
        connection = socket.create_connection(("127.0.0.1", options.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in options.pieces:
            connection.sendall(piece)
            time.sleep(0.2)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while received := connection.recv(4096):
            answer += received
        print(f"{len(answer)} bytes came back: {answer.hex(' ').upper()}".rstrip())
    except OSError as error:
        sys.exit(f"{error}: is a server running on port {options.port}, and what does it say?")


if __name__ == "__main__":
    main()
