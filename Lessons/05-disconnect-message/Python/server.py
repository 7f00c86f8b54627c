"""Lesson 5's server: tells apart how its clients leave, and ends in order itself.

Usage: python3 Lessons/05-disconnect-message/Python/server.py [options]
       --host H, --port P, --quiet (no line for a message), --limit N (bytes in a payload),
       --max-clients N (at once), --patience SECONDS (for a client that takes no byte)

The format is in docs/protocols.md, "Fixed-width header", "Endings" and "Lesson 5".
"""

import argparse
import contextlib
import os
import resource
import signal
import socket
import sys
import threading
import time

WIDTH, REPLY, GOODBYE = 64, b"Msg received", b"!DISCONNECT"


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


class Register:
    """Who is connected. All threads share it: each takes the lock, and none sends inside."""

    def __init__(self, most):
        self.lock, self.most, self.last, self.clients = threading.Lock(), most, 0, {}
        self.stopping = False

    def enter(self, connection, peer):
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

    def leave(self, number, ending):
        with self.lock:
            self.clients.pop(number).close()
            # A connection that we have shut down ends like one that the client has left.
            gone = ending.startswith(("closed without", "cut off", "reset"))
            log(f"client {number} {'shut down' if self.stopping and gone else ending}; {self.count()}")

    def shut_down(self):
        """Wakes every thread: its receive finds the end of the stream, its send fails."""
        with self.lock:  # so that no thread closes a connection while we are at it
            self.stopping = True
            for connection in self.clients.values():
                with contextlib.suppress(OSError):  # some have gone already
                    connection.shutdown(socket.SHUT_RDWR)

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


def attend(connection, number, register, options):
    """One client's thread: answers each message. Whatever happens here, nobody else notices."""
    ending = "closed without goodbye"
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for payload in messages(connection, options.limit):
            if register.stopping:  # it would be logged, and perhaps not answered any more
                break
            payload.decode("utf-8")  # now that it is whole: a piece may end inside a character
            if not options.quiet:
                log(f"client {number}: {readable(payload)}")
            connection.settimeout(options.patience)  # a client that never reads cannot hold us
            connection.sendall(REPLY)
            connection.settimeout(None)  # but it may be silent for as long as it likes
            if payload == GOODBYE:  # the whole payload: inside a text it is text
                raise Ending("said goodbye")
    except UnicodeDecodeError:
        ending = "protocol error: the payload is not UTF-8"
        hang_up(connection)
    except Ending as reason:
        ending = str(reason)
        hang_up(connection)
    except socket.timeout:
        ending = f"took no byte for {options.patience:g} s"
    except OSError:
        ending = "reset"
    finally:
        register.leave(number, ending)


def start(connection, number, register, options):
    try:
        threading.Thread(
            target=attend, args=(connection, number, register, options), daemon=True).start()
    except RuntimeError as error:  # the system has no thread left
        register.leave(number, f"turned away ({error})")


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
    register = Register(options.max_clients)
    for connection, address in newcomers(listener):
        number = register.enter(connection, name(address))
        if number:
            start(connection, number, register, options)
    register.shut_down()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    signal.setitimer(signal.ITIMER_REAL, 0)  # Python on its way out no longer handles signals


if __name__ == "__main__":
    main()
