"""Lesson 7's relay: passes data from controllers on to devices; all of them connect to it.

Usage: python3 Lessons/07-device-relay/Python/server.py [options]
       --host H, --port P, --quiet (no line for a request), --limit N (bytes in a payload),
       --patience SECONDS (for a device or a controller that takes no byte)

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 7".
"""

import argparse
import contextlib
import os
import signal
import socket
import sys
import threading
import time

WIDTH = 64
DEVICES, CONTROLLERS = (b"raspberrypi", b"arduino"), (b"python", b"swift")


class Ending(Exception):
    """Why we end a conversation, in the words of the log."""


class Device:
    """A connection that one thread reads, and that each controller's thread may send to."""

    def __init__(self, connection, name, patience):
        connection.settimeout(patience)  # for each send, and for each receive, which goes on
        self.connection, self.name, self.patience = connection, name.encode("utf-8"), patience
        self.sending, self.ending = threading.Lock(), None

    def pass_on(self, data):
        """Sends a message; False if the device has gone, or must go as it takes no byte."""
        with self.sending:  # the messages of two controllers must not mix
            if self.ending:
                return False
            try:
                send(message(data), self.connection)
                return True
            except socket.timeout:
                self.ending = f"took no byte for {self.patience:g} s"
            except OSError:
                self.ending = "reset"
            self.shut_down()  # which its own thread notices
            return False

    def wait(self):
        """Drops what the device sends until it leaves; returns how it left."""
        ending = None
        while not ending:
            try:
                ending = None if self.connection.recv(65536) else "closed without goodbye"
            except socket.timeout:
                pass  # a device may be silent for as long as it likes
            except OSError:
                ending = "reset"
        return ending

    def end(self, ending):
        """From here on nobody sends to it; returns what it ended by first."""
        self.shut_down()  # whoever still waits for room in it gives up
        with self.sending:
            self.ending = self.ending or ending
        return self.ending

    def shut_down(self):
        with contextlib.suppress(OSError):  # it has gone already
            self.connection.shutdown(socket.SHUT_RDWR)


class Register:
    """Who is connected. All threads share it: each takes the lock, and none sends inside."""

    def __init__(self):
        self.lock, self.last, self.active, self.devices = threading.Lock(), 0, 0, []

    def enter(self, peer):
        with self.lock:
            self.last, self.active = self.last + 1, self.active + 1
            log(f"client {self.last} connected from {peer}; active connections: {self.active}")
            return self.last

    def leave(self, number, ending):
        with self.lock:
            self.active -= 1
            log(f"client {number} {ending}; active connections: {self.active}")

    def add(self, device):
        with self.lock:
            self.devices.append(device)

    def remove(self, device):
        with self.lock:  # its own thread, or that of a controller, may have been here before
            self.devices = [other for other in self.devices if other is not device]

    def names(self):
        with self.lock:
            return [device.name for device in self.devices]

    def find(self, name):
        with self.lock:
            return next((device for device in self.devices if device.name == name), None)


def log(line, lock=threading.Lock()):
    try:
        with lock:  # or the lines of two threads could mix
            print(line)
    except OSError:  # nobody reads our lines any more, which is no client's fault
        sys.stdout = open(os.devnull, "w")


def readable(raw):
    """At most 200 bytes as text; what is no text, or could steer a terminal, as \\x1B."""
    text = raw[:200].decode("utf-8", "surrogateescape")
    text = "".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)
    return text if len(raw) <= 200 else f"{text} … ({len(raw)} bytes)"


def take(size, part, stream):
    taken = stream.read(size)  # all of it, however it arrives, or what there is before the end
    if len(taken) < size:
        missing = size - len(taken)
        unit = "byte" if missing == 1 else "bytes"
        raise Ending(f"cut off: {missing} {unit} of the {part} missing")
    return taken


def receive(stream, limit):
    digits = take(WIDTH, "header", stream).rstrip(b" ")
    if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
        raise Ending(f'protocol error: header "{readable(digits)}" is not digits, then spaces')
    if int(digits) > limit:  # checked before we wait for, or store, a single byte of it
        raise Ending(f"protocol error: length {int(digits)} is above the limit {limit}")
    return take(int(digits), "payload", stream)


def message(payload):
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def send(data, connection):
    rest = memoryview(data)
    while rest:  # not sendall(): its timeout is for all of it, ours for each part
        rest = rest[connection.send(rest):]


def reply(payload, connection, patience):
    connection.settimeout(patience)  # a controller that never reads cannot hold us
    send(message(payload), connection)
    connection.settimeout(None)  # but it may be silent for as long as it likes


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


def request(stream, register, options):
    """Does what a controller asks for; returns a line for the log, and the answer."""
    target = take(WIDTH, "target", stream).rstrip(b" ")  # bytes: it need not be a text
    if target == b"|no target|":
        names = register.names()
        unit = "device" if len(names) == 1 else "devices"
        return f"asked for the list: {len(names)} {unit}", b",".join(names) or b"|no raspberrypies|"
    # To its end, whatever the target is: the rest would be taken for the next request.
    data = receive(stream, options.limit)
    device = register.find(target)
    if device and device.pass_on(data):
        unit = "byte" if len(data) == 1 else "bytes"
        return f"-> {readable(target)}: {len(data)} {unit}", b"data successfully sent"
    answer = b"|target unreachable|" if device else b"|target not found|"
    if device:
        register.remove(device)
    return f"-> {readable(target)}: {answer.decode()}", answer


def serve(connection, stream, number, peer, register, options):
    """Finds out who it is, and treats it accordingly; returns how it left."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    asked = False
    while stream.peek(1):  # nothing to see is the end, and one between two messages
        kind = receive(stream, options.limit)
        if kind in DEVICES and not asked:
            device = Device(connection, peer, options.patience)
            register.add(device)
            log(f"client {number} is {'an' if kind == b'arduino' else 'a'} {kind.decode()}: {peer}")
            ending = device.wait()
            register.remove(device)
            return device.end(ending)
        if kind in DEVICES:
            raise Ending("protocol error: a controller turned into a device")
        if kind not in CONTROLLERS:
            reply(b"|unknown client type|", connection, options.patience)
            raise Ending(f'protocol error: unknown client type "{readable(kind)}"')
        asked = True
        event, answer = request(stream, register, options)
        if not options.quiet:
            log(f"client {number} {event}")
        reply(answer, connection, options.patience)
    return "closed without goodbye"


def attend(connection, number, peer, register, options):
    """One client's thread. Whatever happens here, nobody else notices."""
    ending = "lost"
    try:
        with connection, connection.makefile("rb") as stream:  # a buffer; read(n) waits for n bytes
            try:
                ending = serve(connection, stream, number, peer, register, options)
            except Ending as reason:
                ending = str(reason)
                hang_up(connection)
            except socket.timeout:
                ending = f"took no byte for {options.patience:g} s"
    except OSError:
        ending = "reset"
    finally:
        register.leave(number, ending)


def start(connection, peer, register, options):
    number = register.enter(peer)
    try:
        details = (connection, number, peer, register, options)
        threading.Thread(target=attend, args=details, daemon=True).start()
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
    parser.add_argument("--limit", type=int, default=1 << 20, metavar="BYTES")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if options.limit < 1 or not 0.001 <= options.patience <= 86400:
        parser.error("--limit must be at least 1, --patience 0.001 to 86400")

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
        start(connection, name(address), register, options)


if __name__ == "__main__":
    main()
