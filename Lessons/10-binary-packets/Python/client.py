"""Lesson 10's client: has one operation computed, or random ones, and prints each answer.

Usage: python3 Lessons/10-binary-packets/Python/client.py [OPERATION A B] [options]
       --host H, --port P, --interval SECONDS (between two random operations), --count N (of them),
       --seed N (the same ones each time), --patience SECONDS (for a server that takes no byte)

The format is in docs/protocols.md, "Lesson 10".
"""

import argparse
import math
import os
import random
import select
import signal
import socket
import struct
import sys
import time

OPERATIONS = ["SUMA", "RESTA", "MULTIPLICACION", "DIVISION"]
OUTCOMES = [None, "division by zero", "unknown command"]
CHECK_PORT = "check that this port belongs to lesson 10's server"
SEE_SERVER = "see what the server says, then try again"


def packet(command, first, second):
    """Raises struct.error when an operand has no place in two bytes."""
    return struct.pack("<ihh", len(command), first, second) + command


def take(size, connection):
    taken = b""
    while len(taken) < size:
        piece = connection.recv(size - len(taken))
        if not piece:
            sys.exit(f"cut off after {len(taken)} of the reply's {size} bytes: {SEE_SERVER}")
        taken += piece
    return taken


def exchange(operation, connection):
    """Sends a request, and returns the status and the result."""
    rest = packet(*operation)
    while rest:
        rest = rest[connection.send(rest):]
    status, result = struct.unpack("<id", take(12, connection))
    if not 0 <= status <= 2:  # twelve bytes are always some number; is it one of ours?
        sys.exit(f"protocol error: the status is {status}, not 0, 1 or 2: {CHECK_PORT}")
    if not math.isfinite(result):
        sys.exit(f"protocol error: the result is {result}: {CHECK_PORT}")
    return status, result


def readable(raw):
    """Bytes as text; what is no text, or could steer a terminal, as \\x1B."""
    text = raw.decode("utf-8", "surrogateescape")
    return "".join(c if c.isprintable() else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)


def show(operation, outcome):
    (command, first, second), (status, result) = operation, outcome
    words = f": {OUTCOMES[status]}" if status else f" = {result}"
    try:
        print(f"{readable(command)} {first} {second}{words}")
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def random_operations(seed):
    generator = random.Random(seed)
    while True:
        operation = generator.choice(OPERATIONS).encode("ascii")
        yield operation, generator.randint(-100, 100), generator.randint(-100, 100)


def converse(connection, operations, options):
    due = time.monotonic()
    for number, operation in enumerate(operations, start=1):
        outcome = exchange(operation, connection)
        show(operation, outcome)
        if number == options.count:
            return outcome
        # Until the next one is due we listen: a server that leaves says so.
        due = max(due + options.interval, time.monotonic())
        if select.select([connection], [], [], max(0, due - time.monotonic()))[0]:
            if connection.recv(1):
                sys.exit(f"protocol error: a reply that nobody asked for: {CHECK_PORT}")
            print("the server closed")
            return outcome


def operations_of(options, parser):
    """What the client asks: the operation that is given, or random ones."""
    if options.operation is None:
        return random_operations(options.seed)
    command = os.fsencode(options.operation)
    if options.b is None:
        parser.error("an operation needs two numbers behind it: SUMA 7 -2")
    if not 1 <= len(command) <= 64:
        parser.error("OPERATION must be a word of 1 to 64 bytes")
    for operand in (options.a, options.b):
        if not -32768 <= operand <= 32767:
            parser.error(f"A and B must be from -32768 to 32767, not {operand}")
    options.count = 1
    return [(command, options.a, options.b)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("operation", nargs="?", metavar="OPERATION")
    parser.add_argument("a", nargs="?", type=int, metavar="A")
    parser.add_argument("b", nargs="?", type=int, metavar="B")
    parser.add_argument("--interval", type=float, default=10, metavar="SECONDS")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--seed", type=int, metavar="N")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_intermixed_args()
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400
            and 0.001 <= options.interval <= 86400):
        parser.error("--port must be 0 to 65535, --patience and --interval 0.001 to 86400 seconds")
    operations = operations_of(options, parser)

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
            status, _ = converse(connection, operations, options)
        except socket.timeout:
            sys.exit(f"the server took and sent nothing for {options.patience:g} s: {SEE_SERVER}")
        except OSError as error:
            sys.exit(f"the connection was reset ({error}): {SEE_SERVER}")
    if options.operation is not None and status:
        sys.exit(f"no result: the server knows {', '.join(OPERATIONS)}, and divides by all but 0")


if __name__ == "__main__":
    main()
