"""Lesson 1's server: welcomes each client with 22 bytes, then closes the connection.

Usage: python3 Lessons/01-raw-recv/Python/server.py [--host H] [--port P]

The format is in docs/protocols.md, "Lesson 1".
"""

import argparse
import signal
import socket
import sys
import time

WELCOME = "welcome to the server!".encode("utf-8")


def welcome(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(WELCOME)  # send() may take only a part; sendall() goes on until all is taken
    # Closing with unread bytes resets the connection, which can destroy what is still on its way
    # to the client. So we close our direction only, and read on for at most 1 s or 1 MiB.
    connection.shutdown(socket.SHUT_WR)
    deadline, unread = time.monotonic() + 1, 1 << 20
    while unread > 0 and (left := deadline - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            piece = connection.recv(4096)
        except socket.timeout:
            return
        if not piece:  # the client has closed its direction, too
            return
        unread -= len(piece)


def name(address):
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1234)
    options = parser.parse_args()

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
        print(f"{name(address)} connected")
        with connection:  # closes it at the end of the block, whatever happens
            try:
                welcome(connection)
                ending = "welcomed and closed"
            except OSError as error:
                ending = f"reset ({error})"
        print(f"{name(address)} {ending}")


if __name__ == "__main__":
    main()
