"""Lesson 9's client: a table for the lines that are typed, and one for those that come.

Usage: python3 Lessons/09-command-hooks/Python/client.py [HOST] [PORT] [options]
       --host H, --port P, --limit N (bytes in a line),
       --patience SECONDS (for a server that takes no byte)

The format is in docs/protocols.md, "Lesson 9".
"""

import argparse
import os
import re
import signal
import socket
import sys
import threading

CHECK_PORT = "check that this port belongs to lesson 9's server"
SEE_SERVER = "see what the server says, then try again"

# Pattern -> what is sent, and what is shown.
SENDS = [
    (r"HELP", lambda line: (None, "HELLO, TIME and CLOSE go to the server; HELP stays here")),
    (r"(?i)time", lambda line: ("TIME", None)),
    (r"(?s).*", lambda line: (line, None)),
]

# Pattern -> what is shown.
RECEIVES = [
    (r"MSG .*", lambda line: line[4:]),
    (r"TIME .*", lambda line: f"it is {line[5:]}"),
    (r"CLOSE CONFIRM", lambda line: "the server has confirmed: closed"),
    (r"(?s).*", lambda line: f"? {line}"),
]


def dispatch(line, hooks):
    return next(action(line) for pattern, action in hooks if re.fullmatch(pattern, line))


def show(text):
    try:
        print("".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
            f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text))
    except OSError:  # nobody reads our lines any more, as in `client.py | head -1`
        os._exit(0)


def fail(sentence):
    print(sentence, file=sys.stderr)
    os._exit(1)  # whichever thread this is


def send_typed(connection, patience):
    """Sends what is typed, and CLOSE at the end of it: on a thread of its own."""
    lines = iter(sys.stdin.buffer.readline, b"")
    while True:
        line = next(lines, b"CLOSE").removesuffix(b"\n").decode("utf-8", "surrogateescape")
        text, shown = dispatch(line, SENDS)
        if shown is not None:
            show(shown)
        if text is not None:
            try:
                rest = memoryview(text.encode("utf-8", "surrogateescape") + b"\n")
                while rest:  # not sendall(): its timeout is for all of it, ours for each part
                    rest = rest[connection.send(rest):]
            except socket.timeout:
                fail(f"the server took no byte for {patience:g} s: {SEE_SERVER}")
            except OSError:  # whoever receives learns of it, too, and says so
                return
        if line == "CLOSE":
            return


def lines(connection, limit):
    received = bytearray()
    while piece := connection.recv(4096):
        received += piece
        while (end := received.find(b"\n")) >= 0 and end <= limit:
            line = bytes(received[:end])
            del received[:end + 1]
            yield line.removesuffix(b"\r")
        if len(received) > limit:
            fail(f"protocol error: a line of more than {limit} bytes: {CHECK_PORT}")
    if received:
        fail(f"cut off inside a line: {SEE_SERVER}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("places", nargs="*", metavar="HOST PORT")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1991)
    parser.add_argument("--limit", type=int, default=4096, metavar="BYTES")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if len(options.places) > 2 or len(options.places) == 2 and not options.places[1].isdigit():
        parser.error("in front of the options: nothing, HOST, or HOST and PORT")
    options.host = options.places[0] if options.places else options.host
    options.port = int(options.places[1]) if len(options.places) > 1 else options.port
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400):
        parser.error("PORT must be 0 to 65535, --patience 0.001 to 86400 seconds")

    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    try:
        address = (options.host, options.port)
        connection = socket.create_connection(address, timeout=options.patience)
    except (OSError, UnicodeError) as error:
        sys.exit(f"cannot connect to {options.host}:{options.port} ({error}): "
                 "check --host and --port, and start server.py in another terminal first")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sending = connection.dup()  # a timeout belongs to the object: one thread waits, one does not
    connection.settimeout(None)
    threading.Thread(
        target=send_typed, args=(sending, options.patience), daemon=True).start()
    try:
        for line in lines(connection, options.limit):
            text = line.decode("utf-8", "surrogateescape")
            show(dispatch(text, RECEIVES))
            if text == "CLOSE CONFIRM":
                os._exit(0)
    except OSError as error:
        fail(f"the connection was reset ({error}): {SEE_SERVER}")
    show("the server closed")
    os._exit(0)  # the other thread may wait for a line


if __name__ == "__main__":
    main()
