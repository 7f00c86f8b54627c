"""Lesson 10's server: a calculator whose requests and replies are packed integers.

Usage: python3 Lessons/10-binary-packets/Python/server.py [options]
       --host H, --port P, --quiet (no line for a request),
       --patience SECONDS (for a client that takes no byte)

The format is in docs/protocols.md, "Lesson 10".
"""

import argparse
import os
import signal
import socket
import struct
import sys
import threading
import time

# The order is said ("<"), and with it that nothing stands between the fields.
FIELDS, REPLY = struct.Struct("<ihh"), struct.Struct("<id")
FINE, DIVISION_BY_ZERO, UNKNOWN_COMMAND = 0, 1, 2
WORDS = {DIVISION_BY_ZERO: "division by zero", UNKNOWN_COMMAND: "unknown command"}


class Ending(Exception):
    """Why we end a conversation, in the words of the log."""


def answer(command, first, second):
    """The status and the result; a command is bytes, and need not be text."""
    if command == b"SUMA":
        return FINE, first + second
    if command == b"RESTA":
        return FINE, first - second
    if command == b"MULTIPLICACION":
        return FINE, first * second  # Python's integers have no end; an Int16 has
    if command != b"DIVISION":
        return UNKNOWN_COMMAND, 0
    if second == 0:
        return DIVISION_BY_ZERO, 0
    return FINE, first / second


def take(size, part, stream):
    taken = stream.read(size)  # all of it, however it arrives, or what there is before the end
    if len(taken) < size and (taken or part != "fields"):
        missing = size - len(taken)
        unit = "byte" if missing == 1 else "bytes"
        raise Ending(f"cut off: {missing} {unit} of the {part} missing")
    return taken


def requests(stream):
    """Each request, until the client closes."""
    while fields := take(FIELDS.size, "fields", stream):
        length, first, second = FIELDS.unpack(fields)
        if not 1 <= length <= 64:  # before we wait for, or store, a single byte of it
            raise Ending(f"protocol error: a command of {length} bytes is announced; "
                         "it has from 1 to 64")
        yield take(length, "command", stream), first, second


def send(data, connection, patience):
    connection.settimeout(patience)  # a client that never reads cannot hold us
    while data:
        data = data[connection.send(data):]
    connection.settimeout(None)  # but it may be silent for as long as it likes


# From here on the connections: lesson 4 shows how they are served, lesson 5 how they end.
def log(line, lock=threading.Lock()):
    try:
        with lock:  # or the lines of two threads could mix
            print(line)
    except OSError:  # nobody reads our lines any more, which is no client's fault
        sys.stdout = open(os.devnull, "w")


def readable(raw):
    """Bytes as text; what is no text, or could steer a terminal, as \\x1B."""
    text = raw.decode("utf-8", "surrogateescape")
    return "".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)


class Register:
    """Counts who is connected. All threads share it, so each takes the lock."""

    def __init__(self):
        self.lock, self.last, self.active = threading.Lock(), 0, 0

    def enter(self, peer):
        with self.lock:
            self.last, self.active = self.last + 1, self.active + 1
            log(f"client {self.last} connected from {peer}; active connections: {self.active}")
            return self.last

    def leave(self, number, ending):
        with self.lock:
            self.active -= 1
            log(f"client {number} {ending}; active connections: {self.active}")


def hang_up(connection):
    """Closes our direction and reads on for at most 1 s or 1 MiB: closing with unread bytes
    resets the connection, which can destroy answers that are still on their way."""
    deadline, unread = time.monotonic() + 1, 1 << 20
    try:
        connection.shutdown(socket.SHUT_WR)
        while unread > 0 and (left := deadline - time.monotonic()) > 0:
            connection.settimeout(left)
            piece = connection.recv(65536)
            unread = unread - len(piece) if piece else 0
    except OSError:  # the time is up, or the client has gone
        pass


def converse(connection, number, options):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection.makefile("rb") as stream:  # a buffer, and a read() that waits for n bytes
        for command, first, second in requests(stream):
            status, result = answer(command, first, second)
            if not options.quiet:
                outcome = f": {WORDS[status]}" if status else f" = {float(result)}"
                log(f"client {number} {readable(command)} {first} {second}{outcome}")
            send(REPLY.pack(status, result), connection, options.patience)


def attend(connection, number, register, options):
    """One client's thread. Whatever happens here, nobody else notices."""
    ending = "closed without goodbye"
    try:
        converse(connection, number, options)
    except Ending as reason:
        ending = str(reason)
        hang_up(connection)
    except socket.timeout:
        ending = f"took no byte for {options.patience:g} s"
    except OSError:
        ending = "reset"
    finally:
        connection.close()
        register.leave(number, ending)


def start(connection, number, register, options):
    try:
        threading.Thread(
            target=attend, args=(connection, number, register, options), daemon=True).start()
    except RuntimeError as error:  # the system has no thread left
        connection.close()
        register.leave(number, f"turned away ({error})")


def name(address):
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def newcomers(listener):
    while True:
        try:
            yield listener.accept()
        except socket.timeout:
            pass
        except OSError as error:  # most likely there is no descriptor left for the newcomer
            print(f"cannot accept ({error}): newcomers wait until a client leaves; for more at "
                  "once, type `ulimit -n 10240` and start again", file=sys.stderr)
            time.sleep(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if not 0.001 <= options.patience <= 86400:
        parser.error("--patience must be 0.001 to 86400")

    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))  # at once; lesson 5 ends in order
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET)
        # Without it, a restart is refused while the kernel remembers the last run's connections.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        listener.listen(1024)
        listener.settimeout(0.5)  # a signal right before accept() is seen only after it
    except (OSError, OverflowError, UnicodeError) as error:
        sys.exit(f"cannot listen on {options.host}:{options.port} ({error}): "
                 "check --host; if another server has the port, --port 0 picks a free one")
    print(f"listening on {name(listener.getsockname())}")
    register = Register()
    for connection, address in newcomers(listener):
        start(connection, register.enter(name(address)), register, options)


if __name__ == "__main__":
    main()
