"""Lesson 11's client: walks at random, and prints where everyone is.

Usage: python3 Lessons/11-position-broadcast/Python/client.py [options]
       --host H, --port P, --interval SECONDS (between two steps), --count N (leave after N steps),
       --seed N (walk the same way each time), --x N, --y N (where to start),
       --patience SECONDS (for a server that takes no byte)

The format is in docs/protocols.md, "Lesson 11".
"""

import argparse
import os
import random
import signal
import socket
import struct
import sys
import threading
import time

POSITION, UPDATE = struct.Struct("<hh"), struct.Struct("<ihh")
NOWHERE = (-32768, -32768)  # stands for a client that has left
EDGE = 32767
SEE_SERVER = "see what the server says, then try again"


def show(text):
    try:
        print(text)
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def end_at_signals():
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    os._exit(0)


def walk(connection, options, lost):
    """Sends where we are, at each tick one step further. Whoever has arrived stays for an interval,
    to be seen there, and then says by a half-close that it leaves."""
    dice, x, y = random.Random(options.seed), options.x, options.y
    start, steps, tick = time.monotonic(), 0, 0
    try:
        # A loop: a function that calls itself for each step ends after a thousand.
        while options.count is None or steps <= options.count:
            connection.sendall(POSITION.pack(x, y))
            steps += 1
            # The next tick that is still to come: sleeping for an interval would drift.
            tick = max(tick, int((time.monotonic() - start) / options.interval)) + 1
            time.sleep(max(0, start + tick * options.interval - time.monotonic()))
            x = min(max(x + dice.randint(-1, 1), -EDGE), EDGE)
            y = min(max(y + dice.randint(-1, 1), -EDGE), EDGE)
        connection.shutdown(socket.SHUT_WR)
    except OSError as error:
        lost.append(error)  # the system reports it once, and then to us alone


def updates(connection):
    received = b""
    while True:
        try:
            piece = connection.recv(65536)  # may be half an update, or a thousand
        except socket.timeout:
            continue  # nobody has to move
        if not piece:
            break
        received += piece
        whole = len(received) - len(received) % UPDATE.size
        yield from UPDATE.iter_unpack(received[:whole])
        received = received[whole:]
    if received:
        missing = UPDATE.size - len(received)
        sys.exit(f"cut off: {missing} {'byte' if missing == 1 else 'bytes'} of an update missing: "
                 f"{SEE_SERVER}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--interval", type=float, default=2, metavar="SECONDS")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--seed", type=int, metavar="N")
    parser.add_argument("--x", type=int, default=0, metavar="N")
    parser.add_argument("--y", type=int, default=0, metavar="N")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if not all(0.001 <= seconds <= 86400 for seconds in (options.interval, options.patience)):
        parser.error("--interval and --patience must be 0.001 to 86400 seconds")
    if max(abs(options.x), abs(options.y)) > EDGE or (options.count or 1) < 1:
        parser.error("--x and --y must be -32767 to 32767, --count at least 1")

    sys.stdout.reconfigure(line_buffering=True)  # each line at once, also into a pipe
    # A thread waits for Ctrl-C: a signal right before recv() would be seen only after it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=end_at_signals, daemon=True).start()
    try:
        address = (options.host, options.port)
        connection = socket.create_connection(address, timeout=options.patience)
    except (OSError, OverflowError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    show(f"connected to {options.host}:{options.port}")
    lost = []
    threading.Thread(target=walk, args=(connection, options, lost), daemon=True).start()
    try:
        for number, x, y in updates(connection):
            show(f"client {number} " + ("has left" if (x, y) == NOWHERE else f"is at {x}, {y}"))
        for error in lost:
            raise error
    except OSError as error:
        sys.exit(f"the connection was reset ({error}): {SEE_SERVER}")
    show("the server closed")


if __name__ == "__main__":
    main()
