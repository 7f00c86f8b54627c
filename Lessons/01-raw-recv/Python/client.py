"""Lesson 1's client: receives in small pieces until the server closes, then prints the whole text.

Usage: python3 Lessons/01-raw-recv/Python/client.py [--host H] [--port P] [--buffer N]

The format is in docs/protocols.md, "Lesson 1".
"""

import argparse
import codecs
import signal
import socket
import sys


def as_hex(error):
    """What to print for bytes that are no whole character: \\xC3."""
    bad = error.object[error.start:error.end]
    return "".join(f"\\x{byte:02X}" for byte in bad), error.end


def receive_all(connection, buffer):
    whole = bytearray()
    while True:
        try:
            piece = connection.recv(buffer)  # what is there by now, at most this much
        except OSError as error:
            sys.exit(f"the connection was reset after {len(whole)} bytes ({error}): "
                     "see what the server says, then try again")
        if not piece:  # the server has closed, which is the only sign that this was all
            return whole
        whole += piece
        unit = "byte" if len(piece) == 1 else "bytes"
        print(f"received {len(piece)} {unit}: {piece.decode('utf-8', 'as_hex')}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1234)
    parser.add_argument("--buffer", type=int, default=8)
    options = parser.parse_args()
    # recv(0) would return nothing, which looks as if the server had closed.
    if not (0 <= options.port <= 65535 and 1 <= options.buffer <= 1 << 20):
        parser.error("--port must be 0 to 65535, --buffer 1 to 1048576")

    codecs.register_error("as_hex", as_hex)
    # Each line at once, also into a pipe; what a terminal cannot show is escaped.
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # so that `client.py | head -1` ends quietly
    try:
        connection = socket.create_connection((options.host, options.port))
    except (OSError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    with connection:
        whole = receive_all(connection, options.buffer)
    try:
        # Only now, for a character may lie across two pieces.
        print(whole.decode("utf-8"))
    except UnicodeDecodeError as error:
        sys.exit(f"protocol error: byte {error.start} of the text is not UTF-8: "
                 "check that this port belongs to lesson 1's server")


if __name__ == "__main__":
    main()
