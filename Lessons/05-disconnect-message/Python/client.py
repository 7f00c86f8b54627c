"""Lesson 5's client: sends each line of standard input as a message, and says goodbye at its end.

Usage: python3 Lessons/05-disconnect-message/Python/client.py [options]
       --host H, --port P, --patience SECONDS (for a server that takes or sends no byte)

The line `!DISCONNECT` is a goodbye, too. A server that leaves earlier is noticed at the next line.

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 5".
"""

import argparse
import os
import signal
import socket
import sys

WIDTH, REPLY, GOODBYE = 64, b"Msg received", b"!DISCONNECT"
CHECK_PORT = "check that this port belongs to lesson 5's server"
SEE_SERVER = "see what the server says, then try again"


def header(payload):
    return f"{len(payload):<{WIDTH}}".encode("ascii")  # bytes are counted, not characters


def send(data, connection):
    rest = memoryview(data)
    while rest:  # not sendall(): its timeout is for all of it, ours for each part
        rest = rest[connection.send(rest):]


def receive_reply(connection):
    reply = b""
    while len(reply) < len(REPLY):  # it has no header, but its length is known
        piece = connection.recv(len(REPLY) - len(reply))
        if not piece and reply:
            sys.exit(f"cut off after {len(reply)} of a reply's {len(REPLY)} bytes: {SEE_SERVER}")
        if not piece:
            sys.exit(f"the server closed and left a message unanswered: {SEE_SERVER}")
        reply += piece
    if reply != REPLY:
        sys.exit(f"protocol error: the reply is {reply}, not {REPLY}: {CHECK_PORT}")
    return reply


def show(text):
    try:
        print(text)
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def say(payload, connection):
    send(header(payload) + payload, connection)
    show(receive_reply(connection).decode("utf-8"))


def converse(connection, lines):
    for number, line in enumerate(lines, start=1):
        payload = line[:-1] if line.endswith(b"\n") else line
        if payload == GOODBYE:
            break
        try:
            payload.decode("utf-8")
        except UnicodeDecodeError:
            sys.exit(f"line {number} of the input is not UTF-8: save it as UTF-8, then try again")
        say(payload, connection)
    say(GOODBYE, connection)
    if connection.recv(1):  # the server closes once it has answered a goodbye
        sys.exit(f"protocol error: the server went on after the goodbye: {CHECK_PORT}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400):
        parser.error("--port must be 0 to 65535, --patience 0.001 to 86400 seconds")

    sys.stdout.reconfigure(line_buffering=True)  # each line at once, also into a pipe
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
