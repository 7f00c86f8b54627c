"""Lesson 11's server: tells every client where all clients are; a slow one is told only the latest.

Usage: python3 Lessons/11-position-broadcast/Python/server.py [options]
       --host H, --port P, --quiet (no line for a position), --max-clients N (at once),
       --patience SECONDS (for a client that takes no byte)

The format is in docs/protocols.md, "Lesson 11".
"""

import argparse
import contextlib
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time

POSITION, UPDATE = struct.Struct("<hh"), struct.Struct("<ihh")
NOWHERE = (-32768, -32768)  # stands for a client that has left


class Ending(Exception):
    """Why we end a conversation, in the words of the log."""


class Reader:
    """A client as those see it who have news for it: they put them down, and never wait."""

    def __init__(self, connection, most):
        self.connection, self.most, self.ending = connection, most, None
        self.waiting, self.departures, self.closed = {}, 0, False  # number -> latest position
        self.change = threading.Condition()
        self.thread = threading.Thread(target=self.write, daemon=True)

    def put(self, number, position):
        with self.change:
            if self.closed:
                return
            self.waiting[number] = position  # in the place of what it was before
            self.departures += position == NOWHERE
            if self.departures > self.most:
                self.give_up(f"failed: more than {self.most} departures wait for it")
            self.change.notify()

    def write(self):
        """Sends whatever waits, again and again; the one place where somebody waits for it."""
        try:
            while updates := self.next_updates():
                data = b"".join(UPDATE.pack(number, *place) for number, place in updates.items())
                rest = memoryview(data)
                while rest:  # not sendall(): its timeout is for all of it, ours for each part
                    rest = rest[self.connection.send(rest):]
        except socket.timeout:
            self.give_up(f"failed: it took no byte for {self.connection.gettimeout():g} s")
        except OSError:
            self.give_up("reset")

    def next_updates(self):
        with self.change:
            self.change.wait_for(lambda: self.waiting or self.closed)
            updates, self.waiting, self.departures = self.waiting, {}, 0
            return updates

    def give_up(self, ending):
        with self.change:  # which its own thread may hold already: the lock is one that can
            self.ending = self.ending or ending
            self.waiting, self.closed = {}, True
            self.change.notify()
        with contextlib.suppress(OSError):  # it has gone already
            self.connection.shutdown(socket.SHUT_RDWR)

    def close(self):
        with self.change:
            self.closed = True
            self.change.notify()
        self.thread.join()  # what waits is still sent


class World:
    """Who is where, and who is to be told. Under its lock notes are put down and nothing is sent."""

    def __init__(self, most):
        self.lock, self.most, self.last = threading.Lock(), most, 0
        self.positions, self.readers, self.stopping = {}, {}, False
        self.active = 0

    def enter(self, connection, peer):
        """The newcomer's number, which nobody else ever gets; None if there is no room."""
        with self.lock:
            if self.active >= self.most:
                connection.close()
                log(f"{peer} refused: --max-clients is {self.most}")
                return None
            self.last, self.active = self.last + 1, self.active + 1
            log(f"client {self.last} connected from {peer}; active connections: {self.active}")
            return self.last

    def join(self, number, reader):
        with self.lock:  # one step: whoever moved in between would stay where he was
            for other, position in self.positions.items():
                reader.put(other, position)
            self.readers[number] = reader

    def move(self, number, position):
        with self.lock:
            self.positions[number] = position
            self.tell(number, position)

    def leave(self, number):
        with self.lock:
            self.positions.pop(number, None)
            self.readers.pop(number, None)
            self.tell(number, NOWHERE)

    def tell(self, number, position):
        for reader in self.readers.values():
            reader.put(number, position)

    def forget(self, number, ending):
        with self.lock:
            self.active -= 1
            how = "ended by the server" if self.stopping else ending
            log(f"client {number} {how}; active connections: {self.active}")

    def shut_down(self):
        with self.lock:
            self.stopping = True
            for reader in self.readers.values():
                with contextlib.suppress(OSError):  # some have gone already
                    reader.connection.shutdown(socket.SHUT_RDWR)


def log(line, lock=threading.Lock()):
    try:
        with lock:  # or the lines of two threads could mix
            print(line)
    except OSError:  # nobody reads our lines any more, which is no client's fault
        sys.stdout = open(os.devnull, "w")


def positions(connection):
    """The last position of each piece that arrives, until the client closes."""
    received = b""
    while True:
        try:
            piece = connection.recv(16384)  # may be half a packet, or a thousand
        except socket.timeout:
            continue  # it may be silent for as long as it likes
        if not piece:
            break
        received += piece
        whole = len(received) - len(received) % POSITION.size
        packets = list(POSITION.iter_unpack(received[:whole]))
        received = received[whole:]
        if NOWHERE in packets:
            raise Ending("protocol error: -32768, -32768 says that somebody has left")
        if packets:
            yield packets[-1]
    if received:
        missing = POSITION.size - len(received)
        raise Ending(f"cut off: {missing} {'byte' if missing == 1 else 'bytes'} of a position missing")


def hang_up(connection):
    """Closes our direction and reads on for at most 1 s or 1 MiB: closing with unread bytes
    resets the connection, which can destroy updates that are still on their way."""
    deadline, unread = time.monotonic() + 1, 1 << 20
    try:
        connection.shutdown(socket.SHUT_WR)
        while unread > 0 and (left := deadline - time.monotonic()) > 0:
            connection.settimeout(left)
            piece = connection.recv(65536)
            unread = unread - len(piece) if piece else 0
    except OSError:  # the time is up, or the client has gone
        pass


def attend(connection, number, world, options):
    """One client's thread. Whatever happens here, nobody else waits for it."""
    ending, is_wrong = "closed without goodbye", False
    reader = Reader(connection, options.max_clients)
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(options.patience)
        world.join(number, reader)
        reader.thread.start()
        try:
            for position in positions(connection):
                world.move(number, position)
                if not options.quiet:
                    log(f"client {number} is at {position[0]}, {position[1]}")
                if world.stopping:
                    break
        except Ending as reason:
            ending, is_wrong = str(reason), "protocol" in str(reason)
        except OSError:
            ending = "reset"
        world.leave(number)
        reader.close()
        if is_wrong:
            hang_up(connection)
        world.forget(number, reader.ending or ending)


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
    parser.add_argument("--max-clients", type=int, default=10000, metavar="N")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS")
    options = parser.parse_args()
    if options.max_clients < 1 or not 0.001 <= options.patience <= 86400:
        parser.error("--max-clients must be at least 1, --patience 0.001 to 86400")

    sys.stdout.reconfigure(line_buffering=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for most in (hard, 10240):  # each client is a descriptor; macOS may refuse the first
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            break
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET)
        # Without it, a restart is refused while the kernel remembers the last run's connections.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # What the system has taken can no longer be replaced by something newer: give it little.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        listener.bind((options.host, options.port))
        listener.listen(1024)
        listener.settimeout(0.5)  # a signal right before accept() is seen only after it
    except (OSError, OverflowError, UnicodeError) as error:
        sys.exit(f"cannot listen on {options.host}:{options.port} ({error}): "
                 "check --host; if another server has the port, --port 0 picks a free one")
    place = name(listener.getsockname())
    stop_at_signals(listener)
    print(f"listening on {place}")
    world = World(options.max_clients)
    for connection, address in newcomers(listener):
        number = world.enter(connection, name(address))
        if number:
            try:
                threading.Thread(
                    target=attend, args=(connection, number, world, options), daemon=True).start()
            except RuntimeError as error:  # the system has no thread left
                connection.close()
                world.forget(number, f"turned away ({error})")
    world.shut_down()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    signal.setitimer(signal.ITIMER_REAL, 0)  # Python on its way out no longer handles signals


if __name__ == "__main__":
    main()
