"""Lesson 2's server: sends each client one message with a length header, and stays connected.

Usage: python3 Lessons/02-header-streaming/Python/server.py [--host H] [--port P] [--message TEXT]

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 2".
"""

import argparse
import signal
import socket
import sys

WIDTH = 10


def message(text):
    # Encoded first, counted second: "héllo" has five characters, but six bytes.
    payload = text.encode("utf-8")
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def serve(connection, welcome):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(welcome)  # send() may take only a part; sendall() goes on until all is taken
    while connection.recv(4096):  # what a client sends is ignored; b"" says that it has left
        pass


def name(address):
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1234)
    # `message` as the type: a text that is not UTF-8 is refused like any other bad argument.
    parser.add_argument("--message", type=message, default="Welcome to the server!")
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
                serve(connection, options.message)
                ending = "left"
            except OSError as error:
                ending = f"reset ({error})"
        print(f"{name(address)} {ending}")


if __name__ == "__main__":
    main()
