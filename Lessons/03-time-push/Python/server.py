"""Lesson 3's server: welcomes its client, then pushes the time to it every few seconds.

Usage: python3 Lessons/03-time-push/Python/server.py [--host H] [--port P] [--interval SECONDS]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 3".
"""

import argparse
import select
import signal
import socket
import sys
import time

WIDTH = 10


def message(text):
    payload = text.encode("utf-8")  # the length is that of the bytes, so they are counted
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def stays_until(due, connection):
    """Waits until a moment of the monotonic clock; False at once when the client leaves."""
    while (left := due - time.monotonic()) > 0:
        # Not sleep(): asleep, we would learn of the client's leaving only by a failing send.
        readable, _, _ = select.select([connection], [], [], left)
        if readable and not connection.recv(4096):  # what a client sends is ignored
            return False
    return True


def push(connection, accepted, interval):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(message("Welcome to the server!"))
    tick = 1
    # Each tick is counted from the start, so a late one does not delay those after it.
    while stays_until(accepted + tick * interval, connection):
        connection.sendall(message(f"The time is {time.time():.6f}"))
        # The next one that is still to come: whatever was due meanwhile is skipped.
        tick = max(tick, int((time.monotonic() - accepted) / interval)) + 1


def name(address):
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1234)
    parser.add_argument("--interval", type=float, default=3, metavar="SECONDS")
    options = parser.parse_args()
    if not 0.001 <= options.interval <= 86400:
        parser.error(f"--interval must be 0.001 to 86400 seconds, not {options.interval}")

    sys.stdout.reconfigure(line_buffering=True)  # each line at once, also into a pipe
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET)
        # Without it, a restart is refused while the kernel remembers the last run's connections.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        listener.listen()
    except (OSError, OverflowError, UnicodeError) as error:
        sys.exit(f"cannot listen on {options.host}:{options.port} ({error}): "
                 "check --host; if another server has the port, --port 0 picks a free one")
    print(f"listening on {name(listener.getsockname())}")
    while True:
        connection, address = listener.accept()
        accepted = time.monotonic()
        print(f"{name(address)} connected")
        with connection:  # closes it at the end of the block, whatever happens
            try:
                push(connection, accepted, options.interval)
                ending = "left"
            except OSError as error:
                ending = f"reset ({error})"
        print(f"{name(address)} {ending}")


if __name__ == "__main__":
    main()
