"""Lesson 3's client: prints each message that the server pushes, until one of the two leaves.

Usage: python3 Lessons/03-time-push/Python/client.py [options]
       --host H, --port P, --buffer N (bytes a receive), --count N (leave after N messages)

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 3".
"""

import argparse
import signal
import socket
import sys

WIDTH, LIMIT = 10, 1 << 20
CHECK_PORT = "check that this port belongs to lesson 3's server"
SEE_SERVER = "see what the server says, then try again"


def length_in(header):
    digits = header.rstrip(b" ")
    if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
        sys.exit(f"protocol error: header {header} is not digits, then spaces: {CHECK_PORT}")
    if int(digits) > LIMIT:  # checked before we wait for, or store, a single byte of it
        sys.exit(f"protocol error: length {int(digits)} is above the limit {LIMIT}: {CHECK_PORT}")
    return int(digits)


def take(size, part, received, connection, buffer):
    """The next size bytes; None if the server has closed between two messages."""
    while len(received) < size:
        try:
            piece = connection.recv(buffer)  # may be half a header, or three messages
        except OSError as error:
            sys.exit(f"the connection was reset ({error}): {SEE_SERVER}")
        if not piece and not received and part == "header":
            return None
        if not piece:
            sys.exit(f"cut off after {len(received)} of a {part}'s {size} bytes: {SEE_SERVER}")
        received += piece
    taken = bytes(received[:size])
    del received[:size]  # what remains is the next part's
    return taken


def messages(connection, buffer):
    received = bytearray()  # what has arrived and is not yet used
    while header := take(WIDTH, "header", received, connection, buffer):
        length = length_in(header)
        print(f"new message length: {length}")
        payload = take(length, "payload", received, connection, buffer)
        try:
            text = payload.decode("utf-8")  # all at once: a piece may end inside a character
        except UnicodeDecodeError:
            sys.exit(f"protocol error: the payload is not UTF-8: {CHECK_PORT}")
        yield text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1234)
    parser.add_argument("--buffer", type=int, default=16)
    parser.add_argument("--count", type=int, default=sys.maxsize)
    options = parser.parse_args()
    # recv(0) would return nothing, which looks as if the server had closed.
    if not (0 <= options.port <= 65535 and 1 <= options.buffer <= LIMIT and options.count >= 1):
        parser.error(f"--port must be 0 to 65535, --buffer 1 to {LIMIT}, --count at least 1")

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
        for number, text in enumerate(messages(connection, options.buffer), start=1):
            print("full message received")
            print(text)
            if number == options.count:
                break


if __name__ == "__main__":
    main()
