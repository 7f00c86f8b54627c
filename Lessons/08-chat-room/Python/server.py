"""Lesson 8's server: what one client says, all others hear, and nobody waits for a slow reader.

Usage: python3 Lessons/08-chat-room/Python/server.py [options]
       --host H, --port P, --quiet (no line for a message), --limit N (bytes in a payload),
       --max-clients N (at once), --patience SECONDS (for a client that takes no byte)

The format is in docs/protocols.md, "Fixed-width header", "Endings" and "Lesson 8".
"""

import argparse
import collections
import contextlib
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time

WIDTH, GOODBYE = 64, b"!DISCONNECT"
MOST_MESSAGES, MOST_BYTES = 256, 4 << 20  # that may wait for one client
MOST_AT_ONCE = 1 << 16  # bytes in one call of send
MOST_LINES, MOST_HISTORY = 50, 1 << 20  # of history


class Ending(Exception):
    """Why we end a conversation, in the words of the log."""


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


def frame(text):
    return f"{len(text):<{WIDTH}}".encode("ascii") + text  # bytes are counted, not characters


class Outbox:
    """What one client is still to be sent. A condition is a lock, and a place to wait: who takes
    waits there until somebody puts; who puts never waits."""

    def __init__(self):
        self.changed = threading.Condition()
        self.frames, self.bytes, self.closed, self.loss = collections.deque(), 0, False, None

    def put(self, data):
        """How much of the room is taken, from 0 to 1; None when there is none for this."""
        with self.changed:
            if self.closed:
                return 0  # nobody waits for it any more
            if len(self.frames) >= MOST_MESSAGES or self.bytes + len(data) > MOST_BYTES:
                return None
            self.frames.append(data)  # a reference: the bytes are there once for the whole room
            self.bytes += len(data)
            self.changed.notify()
            return max(len(self.frames) / MOST_MESSAGES, self.bytes / MOST_BYTES)

    def next(self):
        """The oldest frame, and those behind it that fit into one piece; None when there is none
        and none will come."""
        with self.changed:
            self.changed.wait_for(lambda: self.frames or self.closed)
            if not self.frames:
                return None
            piece = [self.frames.popleft()]
            size = len(piece[0])
            while self.frames and size + len(self.frames[0]) <= MOST_AT_ONCE:
                size += len(self.frames[0])
                piece.append(self.frames.popleft())
            self.bytes -= size
            return b"".join(piece)

    def close(self, loss=None, throw_away=False):
        with self.changed:
            self.closed, self.loss = True, self.loss or loss
            if throw_away:
                self.frames.clear()
            self.changed.notify()


class Room:
    """Who is here, and what was said last: one lock for both, so that a newcomer hears each line
    once. Nobody sends inside."""

    def __init__(self, most):
        self.lock, self.most, self.last, self.stopping = threading.Lock(), most, 0, False
        self.clients, self.outboxes = {}, {}
        self.floor = threading.Lock()  # held by the one who speaks
        self.history, self.bytes = collections.deque(), 0

    def connect(self, connection, peer):
        """The newcomer's number, which nobody else ever gets; None if there is no room."""
        with self.lock:
            if len(self.clients) >= self.most:
                connection.close()
                log(f"{peer} refused: --max-clients is {self.most}; {self.count()}")
                return None
            self.last += 1
            self.clients[self.last] = connection
            log(f"client {self.last} connected from {peer}; {self.count()}")
            return self.last

    def enter(self, number, outbox):
        with self.lock:
            for line in self.history:
                outbox.put(line)
            self.outboxes[number] = outbox

    def say(self, text, number):
        line = frame(f"client {number}: ".encode() + text)
        with self.floor:
            if self.pass_on(line, number) > 0.5:
                time.sleep(0.001)  # let the threads that send have a processor

    def pass_on(self, line, number):
        """Puts a line into all outboxes but one; how much of the fullest is taken."""
        most = 0
        with self.lock:
            self.history.append(line)
            self.bytes += len(line)
            while len(self.history) > MOST_LINES or self.bytes > MOST_HISTORY:
                self.bytes -= len(self.history.popleft())
            for other, outbox in list(self.outboxes.items()):
                taken = outbox.put(line) if other != number else 0
                most = max(most, taken or 0)
                if taken is None:
                    del self.outboxes[other]
                    outbox.close(f"failed: it does not read: more than {MOST_MESSAGES} messages or "
                                 f"{MOST_BYTES >> 20} MiB wait for it", throw_away=True)
                    self.shut_down(self.clients[other])
        return most

    def leave(self, number):
        with self.lock:
            self.outboxes.pop(number, None)

    def disconnect(self, number, ending):
        with self.lock:
            self.clients.pop(number).close()
            log(f"client {number} {'ended by the server' if self.stopping else ending}; {self.count()}")

    def shut_down(self, connection):
        """Wakes its threads: a receive finds the end of the stream, a send fails."""
        with contextlib.suppress(OSError):  # it may have gone already
            connection.shutdown(socket.SHUT_RDWR)

    def stop(self):
        with self.lock:  # so that no thread closes a connection while we are at it
            self.stopping = True
            for connection in self.clients.values():
                self.shut_down(connection)

    def count(self):
        return f"active connections: {len(self.clients)}"


def length_in(header, limit):
    digits = header.rstrip(b" ")
    if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
        raise Ending(f'protocol error: header "{readable(digits)}" is not digits, then spaces')
    if int(digits) > limit:  # checked before we wait for, or store, a single byte of it
        raise Ending(f"protocol error: length {int(digits)} is above the limit {limit}")
    return int(digits)


def messages(connection, limit):
    """Each payload that has arrived as a whole, until the client closes."""
    received, part, wanted = bytearray(), "header", WIDTH
    while piece := connection.recv(65536):  # may be half a header, or three messages
        received += piece
        while len(received) >= wanted:
            taken = bytes(received[:wanted])
            del received[:wanted]  # what remains belongs to the next part
            if part == "header":
                part, wanted = "payload", length_in(taken, limit)
            else:
                part, wanted = "header", WIDTH
                yield taken
    if received or part == "payload":
        missing = wanted - len(received)
        unit = "byte" if missing == 1 else "bytes"
        raise Ending(f"cut off: {missing} {unit} of the {part} missing")


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


def limit_sending(connection, seconds):
    """settimeout() is for both directions, and a client may be silent for as long as it likes."""
    whole = int(seconds)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack(
        "ll", whole, int((seconds - whole) * 1_000_000)))


def send_what_waits(connection, outbox, room, patience):
    """The other thread of a client, and the only one that waits for it."""
    try:
        while (data := outbox.next()) is not None:
            rest = memoryview(data)
            while rest:  # not sendall(): its timeout is for all of it, ours for each part
                rest = rest[connection.send(rest):]
    except BlockingIOError:
        outbox.close(f"failed: it took no byte for {patience:g} s", throw_away=True)
        room.shut_down(connection)
    except OSError:  # an error is told once: the thread that receives may only see the end
        outbox.close("reset", throw_away=True)
        room.shut_down(connection)


def attend(connection, number, room, options):
    """One client's thread: passes on what it says. Whatever happens here, nobody else notices."""
    ending = "closed without goodbye"
    outbox = Outbox()
    limit_sending(connection, options.patience)
    writer = threading.Thread(
        target=send_what_waits, args=(connection, outbox, room, options.patience), daemon=True)
    writer.start()
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        room.enter(number, outbox)
        for payload in messages(connection, options.limit):
            payload.decode("utf-8")  # now that it is whole: a piece may end inside a character
            if payload == GOODBYE:  # the whole payload: inside a text it is text
                raise Ending("said goodbye")
            if not options.quiet:
                log(f"client {number} says: {readable(payload)}")
            room.say(payload, number)
            if room.stopping or outbox.loss:
                break
    except UnicodeDecodeError:
        ending = "protocol error: the payload is not UTF-8"
    except Ending as reason:
        ending = str(reason)
    except OSError:
        ending = "reset"
    finally:
        room.leave(number)
        if outbox.loss and ending != "said goodbye":
            ending = outbox.loss
        outbox.close()  # what was said until now still goes out
        writer.join()
        if ending.startswith(("said", "protocol")):
            hang_up(connection)
        room.disconnect(number, ending)


def start(connection, number, room, options):
    try:
        threading.Thread(
            target=attend, args=(connection, number, room, options), daemon=True).start()
    except RuntimeError as error:  # the system has no thread left
        room.disconnect(number, f"turned away ({error})")


def name(address):
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def newcomers(listener):
    """Each client that connects, until the listener is closed."""
    while listener.fileno() >= 0:
        try:
            yield listener.accept()
        except socket.timeout:
            pass
        except OSError as error:  # most likely there is no descriptor left for the newcomer
            if listener.fileno() < 0:
                return
            print(f"cannot accept ({error}): newcomers wait until a client leaves; for more at "
                  "once, type `ulimit -n 10240` and start again", file=sys.stderr)
            time.sleep(1)


def stop_at_signals(listener):
    def stop(*_):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        listener.close()  # nobody connects any more, and accept() fails
        signal.setitimer(signal.ITIMER_REAL, 1.5)  # in order, but not for ever

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--limit", type=int, default=1 << 20, metavar="BYTES")
    parser.add_argument("--max-clients", type=int, default=10000, metavar="N")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if min(options.limit, options.max_clients) < 1 or not 0.001 <= options.patience <= 86400:
        parser.error("--limit and --max-clients must be at least 1, --patience 0.001 to 86400")

    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for most in (hard, 10240):  # each client is a descriptor; macOS may refuse the first
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            break
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
    place = name(listener.getsockname())
    stop_at_signals(listener)
    print(f"listening on {place}")
    room = Room(options.max_clients)
    for connection, address in newcomers(listener):
        number = room.connect(connection, name(address))
        if number:
            start(connection, number, room, options)
    room.stop()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    signal.setitimer(signal.ITIMER_REAL, 0)  # Python on its way out no longer handles signals


if __name__ == "__main__":
    main()
