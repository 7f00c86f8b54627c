"""A client that sends each of its arguments in a send of its own, a moment apart.

It then closes its side, and prints what has come back. {5} in a piece stands for a whole header that
announces 5 bytes, {63 spaces} for 63 spaces, and \\xC3 for that one byte.

Usage: python3 Lessons/04-threaded-server/Python/send_pieces.py [--port P] [--reset] PIECE...
       --reset: resets the connection instead of closing it, once an answer or a second has come

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 4".
"""

import argparse
import re
import socket
import struct
import sys
import time


def to_bytes(piece):
    piece = re.sub(r"\{(\d+) spaces\}", lambda found: " " * int(found[1]), piece)
    piece = re.sub(r"\{(\d+)\}", lambda found: f"{found[1]:<64}", piece)
    raw = piece.encode("utf-8")
    return re.sub(rb"\\x([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), raw)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--reset", action="store_true")
    parser.add_argument("pieces", nargs="+", metavar="PIECE")
    options = parser.parse_args()
    try:
        connection = socket.create_connection(("127.0.0.1", options.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in options.pieces:
            connection.sendall(to_bytes(piece))
            time.sleep(0.2)
        if options.reset:
            connection.settimeout(1)
            try:
                connection.recv(1)
            except TimeoutError:
                pass
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            return
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while received := connection.recv(4096):
            answer += received
        print(f"{len(answer)} bytes came back: {answer.decode('utf-8', 'backslashreplace')}")
    except OSError as error:
        sys.exit(f"{error}: is a server running on port {options.port}, and what does it say?")


if __name__ == "__main__":
    main()
