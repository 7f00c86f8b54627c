"""Lesson 6's client: sends each line of standard input as a reading and prints each answer.

Usage: python3 Lessons/06-json-objects/Python/client.py [options]
       --host H, --port P, --patience SECONDS (for a server that takes or sends no byte)

A line is a sensor and its temperature, as in `kitchen 21.5`. At the end it says goodbye.

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 6".
"""

import argparse
import json
import math
import os
import signal
import socket
import sys

WIDTH, LIMIT = 64, 1 << 20
CHECK_PORT = "check that this port belongs to lesson 6's server"
SEE_SERVER = "see what the server says, then try again"


def reading_in(line):
    """The object that a line stands for; None if it stands for none."""
    try:
        sensor, celsius = line.decode("utf-8").strip().rsplit(maxsplit=1)
        celsius = float(celsius)
    except ValueError:  # not UTF-8, not two words, or the second is no number
        return None
    if not math.isfinite(celsius):  # float() takes "nan" and "inf", JSON does not
        return None
    return {"kind": "reading", "sensor": sensor, "celsius": whole(celsius)}


def whole(number):
    """21 for 21.0: JSON has one type of number."""
    return int(number) if number.is_integer() and abs(number) < 1e16 else number


def message(found):
    payload = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def take(size, part, connection):
    taken = bytearray()
    while len(taken) < size:
        piece = connection.recv(size - len(taken))
        if not piece and not taken and part == "header":
            sys.exit(f"the server closed and left a message unanswered: {SEE_SERVER}")
        if not piece:
            sys.exit(f"cut off after {len(taken)} of a {part}'s {size} bytes: {SEE_SERVER}")
        taken += piece
    return bytes(taken)


def exchange(found, connection):
    """Sends an object, and returns the text of the answer."""
    rest = memoryview(message(found))
    while rest:  # not sendall(): its timeout is for all of it, ours for each part
        rest = rest[connection.send(rest):]
    header = take(WIDTH, "header", connection)
    digits = header.rstrip(b" ")
    if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
        sys.exit(f"protocol error: header {digits} is not digits, then spaces: {CHECK_PORT}")
    if int(digits) > LIMIT:  # checked before we wait for, or store, a single byte of it
        sys.exit(f"protocol error: length {int(digits)} is above the limit {LIMIT}: {CHECK_PORT}")
    try:
        return take(int(digits), "payload", connection).decode("utf-8")
    except UnicodeDecodeError:
        sys.exit(f"protocol error: the answer is not UTF-8: {CHECK_PORT}")


def show(text):
    try:
        print(text)
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def converse(connection, lines):
    for number, line in enumerate(lines, start=1):
        reading = reading_in(line)
        if reading:
            show(exchange(reading, connection))
        else:
            print(f"line {number} is not SENSOR CELSIUS, as in: kitchen 21.5", file=sys.stderr)
    last = exchange({"kind": "goodbye"}, connection)
    show(last)
    # The server answers a goodbye in kind, and then it closes.
    if last != '{"kind":"goodbye"}' or connection.recv(1):
        sys.exit(f"protocol error: the server did not say goodbye and close: {CHECK_PORT}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400):
        parser.error("--port must be 0 to 65535, --patience 0.001 to 86400 seconds")

    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    try:
        address = (options.host, options.port)
        connection = socket.create_connection(address, timeout=options.patience)
    except (OSError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            converse(connection, sys.stdin.buffer)
        except socket.timeout:
            sys.exit(f"the server took and sent nothing for {options.patience:g} s: {SEE_SERVER}")
        except OSError as error:
            sys.exit(f"the connection was reset ({error}): {SEE_SERVER}")


if __name__ == "__main__":
    main()
