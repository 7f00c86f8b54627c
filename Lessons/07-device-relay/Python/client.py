"""Lesson 7's controller: asks the relay for its devices, or has it pass a message on to one.

Usage: python3 Lessons/07-device-relay/Python/client.py --list [options]
       python3 Lessons/07-device-relay/Python/client.py --to HOST:PORT --message TEXT [options]
       --host H, --port P, --patience SECONDS (the relay's own, for a device that takes no byte)

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 7".
"""

import argparse
import signal
import socket
import sys

WIDTH, LIMIT = 64, 1 << 20
CHECK_PORT = "check that this port belongs to lesson 7's relay"
SEE_RELAY = "see what the relay says, then try again"


def message(text):
    payload = text.encode("utf-8")  # the length is that of the bytes, so they are counted
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def target(text):
    """A field of 64 bytes with no header: its length is known."""
    name = text.encode("utf-8")
    if len(name) > WIDTH:
        raise argparse.ArgumentTypeError(f"a target has at most {WIDTH} bytes")
    return name.ljust(WIDTH)


def take(size, part, connection):
    taken = bytearray()
    while len(taken) < size:
        piece = connection.recv(size - len(taken))
        if not piece:
            sys.exit(f"cut off after {len(taken)} of the {part}'s {size} bytes: {SEE_RELAY}")
        taken += piece
    return bytes(taken)


def exchange(request, connection):
    """Sends a request, and returns the text of the relay's answer."""
    rest = memoryview(request)
    while rest:  # not sendall(): its timeout is for all of it, ours for each part
        rest = rest[connection.send(rest):]
    digits = take(WIDTH, "header", connection).rstrip(b" ")
    if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
        sys.exit(f"protocol error: header {digits} is not digits, then spaces: {CHECK_PORT}")
    if int(digits) > LIMIT:  # checked before we wait for, or store, a single byte of it
        sys.exit(f"protocol error: length {int(digits)} is above the limit {LIMIT}: {CHECK_PORT}")
    try:
        return take(int(digits), "payload", connection).decode("utf-8")
    except UnicodeDecodeError:
        sys.exit(f"protocol error: the answer is not UTF-8: {CHECK_PORT}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    parser.add_argument("--list", action="store_true")
    # Functions as the types: a text that cannot be sent is refused like any bad argument.
    parser.add_argument("--to", type=target, metavar="HOST:PORT")
    parser.add_argument("--message", type=message, metavar="TEXT")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0.001 <= options.patience <= 86400):
        parser.error("--port must be 0 to 65535, --patience 0.001 to 86400 seconds")
    if options.list == bool(options.to) or bool(options.to) != bool(options.message):
        parser.error("type either --list, or --to HOST:PORT and --message TEXT")

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
        # The relay itself waits that long for the device, before it answers.
        connection.settimeout(3 * options.patience)
        kind = message("python")  # a controller says what it is before every request
        try:
            if options.list:
                answer = exchange(kind + target("|no target|"), connection)
            else:
                answer = exchange(kind + options.to + options.message, connection)
        except socket.timeout:
            sys.exit(f"the relay took and sent nothing for {3 * options.patience:g} s: {SEE_RELAY}")
        except OSError as error:
            sys.exit(f"the connection was reset ({error}): {SEE_RELAY}")
    if options.list:
        print("no device is connected" if answer == "|no raspberrypies|"
              else answer.replace(",", "\n"))
    elif answer == "data successfully sent":
        print(answer)
    else:
        sys.exit(f"the relay says {answer}: --list shows which devices are there")


if __name__ == "__main__":
    main()
