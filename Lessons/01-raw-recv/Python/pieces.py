"""A server that sends what it is told, cut as it is told: each argument in a send of its own.

Usage: python3 Lessons/01-raw-recv/Python/pieces.py [--port P] PIECE [PIECE …]

It waits for one client, sends the pieces 0.2 s apart so that they arrive apart, and closes.
`\\xC3` in a piece is that byte, so that a character can be cut: 'h\\xC3' '\\xA9llo'.
"""

import re
import socket
import sys
import time


def to_bytes(piece):
    raw = piece.encode("utf-8")
    return re.sub(rb"\\x([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), raw)


def main():
    pieces = sys.argv[1:]
    port = 1234
    if pieces[:1] == ["--port"]:
        port, pieces = int(pieces[1]), pieces[2:]
    if not pieces:
        sys.exit("no PIECE was given; try: pieces.py '5         he' 'llo'")
    with socket.create_server(("127.0.0.1", port)) as listener:
        print(f"listening on 127.0.0.1:{port}", flush=True)
        connection, _ = listener.accept()
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                connection.sendall(to_bytes(piece))
                time.sleep(0.2)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
    except OSError as error:
        sys.exit(f"{error}: is another server still running? --port P takes another port")
