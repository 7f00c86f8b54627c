"""Lesson 7's device: tells the relay what it is, and prints the data of each message it gets.

Usage: python3 Lessons/07-device-relay/Python/device.py [options]
       --host H, --port P, --type raspberrypi|arduino, --count N (leave after N messages)

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 7".
"""

import argparse
import signal
import socket
import sys

WIDTH, LIMIT = 64, 1 << 20
CHECK_PORT = "check that this port belongs to lesson 7's relay"
SEE_RELAY = "see what the relay says, then try again"


def readable(raw):
    """Text as it is; what is no text, or could steer a terminal, as \\x1B."""
    text = raw.decode("utf-8", "surrogateescape")
    return "".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)


def take(size, part, connection):
    """Exactly size bytes; None if the relay has closed between two messages."""
    taken = bytearray()
    while len(taken) < size:
        try:
            piece = connection.recv(size - len(taken))
        except OSError as error:
            sys.exit(f"the connection was reset ({error}): {SEE_RELAY}")
        if not piece and not taken and part == "header":
            return None
        if not piece:
            sys.exit(f"cut off after {len(taken)} of a {part}'s {size} bytes: {SEE_RELAY}")
        taken += piece
    return bytes(taken)


def messages(connection):
    while header := take(WIDTH, "header", connection):
        digits = header.rstrip(b" ")
        if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
            sys.exit(f"protocol error: header {digits} is not digits, then spaces: {CHECK_PORT}")
        if int(digits) > LIMIT:  # checked before we wait for, or store, a single byte of it
            sys.exit(f"protocol error: length {int(digits)} is above {LIMIT}: {CHECK_PORT}")
        yield take(int(digits), "payload", connection)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--type", choices=("raspberrypi", "arduino"), default="raspberrypi")
    parser.add_argument("--count", type=int, default=sys.maxsize)
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and options.count >= 1):
        parser.error("--port must be 0 to 65535, --count at least 1")

    # Each line at once, also into a pipe; what a terminal cannot show is escaped.
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    try:
        connection = socket.create_connection((options.host, options.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(f"{len(options.type):<{WIDTH}}{options.type}".encode("ascii"))
    except (OSError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    # Only now: the one thing that we send is sent, and `device.py | head -1` ends quietly.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with connection:
        for number, data in enumerate(messages(connection), start=1):
            print(readable(data))
            if number == options.count:
                break


if __name__ == "__main__":
    main()
