"""Lesson 8's client: prints what others say, sends each line of standard input, and says goodbye
at its end.

Usage: python3 Lessons/08-chat-room/Python/client.py [options]
       --host H, --port P, --limit N (bytes in a payload), --patience SECONDS (for a server that
       takes no byte)

The line `!DISCONNECT` is a goodbye, too. What others say appears in the middle of a line that is
being typed: this client has no line editor, the one in Swift has.

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 8".
"""

import argparse
import os
import signal
import socket
import struct
import sys
import threading

WIDTH, GOODBYE = 64, b"!DISCONNECT"
CHECK_PORT = "check that this port belongs to lesson 8's server"
SEE_SERVER = "see what the server says, then try again"
LONGEST_PREFIX = 32  # "client 3: ", which the server puts in front of a text


def leave(sentence):
    print(sentence, file=sys.stderr)
    os._exit(1)  # also while the other thread waits for a key


def send(payload, connection):
    rest = memoryview(f"{len(payload):<{WIDTH}}".encode("ascii") + payload)
    while rest:  # not sendall(): its timeout is for all of it, ours for each part
        rest = rest[connection.send(rest):]


def show(text):
    try:
        print(text)
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def readable(raw):
    """As text; what is no text, or could steer a terminal, as \\x1B."""
    text = raw.decode("utf-8", "surrogateescape")
    return "".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)


def receive(connection, count, part):
    """Exactly so many bytes; None when the server has closed in front of a message."""
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(min(count - len(data), 65536))
        if not piece:
            if part == "header" and not data:
                return None
            missing = count - len(data)
            leave(f"cut off: {missing} bytes of the {part} missing: {SEE_SERVER}")
        data += piece
    return bytes(data)


def listen(connection, limit):
    while header := receive(connection, WIDTH, "header"):
        digits = header.rstrip(b" ")
        if not digits.isdigit() or int(digits) > limit + LONGEST_PREFIX:
            leave(f'protocol error: header "{readable(digits)}": {CHECK_PORT}')
        payload = receive(connection, int(digits), "payload")
        try:
            payload.decode("utf-8")
        except UnicodeDecodeError:
            leave(f"protocol error: the payload is not UTF-8: {CHECK_PORT}")
        show(readable(payload))


def say(payload, connection, options, sending):
    with sending:  # also while it says why it could not
        try:
            send(payload, connection)
        except BlockingIOError:
            leave(f"the server took no byte for {options.patience:g} s: {SEE_SERVER}")
        except OSError as error:  # told once: the thread that receives may only see the end
            leave(f"the connection was reset ({error}): {SEE_SERVER}")


def speak(connection, lines, options, sending):
    for number, line in enumerate(lines, start=1):
        payload = line[:-1] if line.endswith(b"\n") else line
        if payload == GOODBYE:
            break
        try:
            payload.decode("utf-8")
        except UnicodeDecodeError:
            leave(f"line {number} of the input is not UTF-8: save it as UTF-8, then try again")
        if len(payload) > options.limit:
            show(f"not sent: a line has at most {options.limit} bytes. --limit N raises it.")
            continue
        say(payload, connection, options, sending)
    say(GOODBYE, connection, options, sending)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--limit", type=int, default=1 << 20, metavar="BYTES")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400):
        parser.error("--port must be 0 to 65535, --patience 0.001 to 86400 seconds")
    if options.limit < 1:
        parser.error("--limit must be at least 1")

    sys.stdout.reconfigure(line_buffering=True)  # each line at once, also into a pipe
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    try:
        address = (options.host, options.port)
        connection = socket.create_connection(address, timeout=options.patience)
    except (OSError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.settimeout(None)  # this would be for both directions, and others may be silent
    whole = int(options.patience)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack(
        "ll", whole, int((options.patience - whole) * 1_000_000)))
    show(f"connected to {options.host}:{options.port}")
    sending = threading.Lock()
    threading.Thread(
        target=speak, args=(connection, sys.stdin.buffer, options, sending), daemon=True).start()
    try:
        listen(connection, options.limit)
    except OSError as error:
        leave(f"the connection was reset ({error}): {SEE_SERVER}")
    with sending:  # not while the other thread learns why
        show("the server closed")
        os._exit(0)


if __name__ == "__main__":
    main()
