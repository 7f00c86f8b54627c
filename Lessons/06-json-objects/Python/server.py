"""Lesson 6's server: answers each reading with a summary, and whatever is no reading with a reason.

Usage: python3 Lessons/06-json-objects/Python/server.py [options]
       --host H, --port P, --quiet (no line for a message), --limit N (bytes in a payload),
       --patience SECONDS (for a client that takes no byte)

The format is in docs/protocols.md, "Fixed-width header" and "Lesson 6".
"""

import argparse
import json
import math
import os
import re
import signal
import socket
import sys
import threading
import time

WIDTH = 64


class Refusal(Exception):
    """Why a payload is no object of this protocol: the reason that the answer gives."""


class Ending(Exception):
    """Why we end a conversation, in the words of the log."""


def refuse_constant(_):
    raise Refusal("not JSON")


def object_in(payload):
    try:
        text = payload.decode("utf-8")  # first, for json.loads() would also take UTF-16
    except UnicodeDecodeError:
        raise Refusal("not UTF-8")
    try:
        found = json.loads(
            text,
            object_pairs_hook=lambda pairs: dict(reversed(pairs)),  # the first of two keys wins
            parse_constant=refuse_constant,  # NaN and Infinity, which are Python's and not JSON's
            parse_int=float)  # one type of number, and no work for one with a million digits
    except RecursionError:
        raise Refusal("nested too deeply")
    except ValueError:
        raise Refusal("not JSON")
    if not isinstance(found, dict):
        raise Refusal("not a JSON object")
    return found


def field(found, name, kind, description):
    if name not in found:
        raise Refusal(f'field "{name}" is missing')
    value = found[name]
    # Half of a surrogate pair can be written in JSON ("\ud800"), but in no UTF-8 answer.
    if type(value) is not kind or kind is str and re.search("[\ud800-\udfff]", value):
        raise Refusal(f'field "{name}" must be {description}')
    return value


def summary(sensor, celsius, sensors):
    """Counts a reading in; sensors holds count, sum, minimum and maximum of each."""
    count, total, low, high = sensors.get(sensor, (0, 0.0, celsius, celsius))
    count, total, low, high = count + 1, total + celsius, min(low, celsius), max(high, celsius)
    if not math.isfinite(total):
        raise Refusal('field "celsius" is too large to be added to the readings before it')
    sensors[sensor] = count, total, low, high
    return {"kind": "summary", "sensor": sensor, "count": count, "minimum": whole(low),
            "mean": whole(total / count), "maximum": whole(high)}


def whole(number):
    """21 for 21.0, and 0 for -0.0: JSON has one type of number."""
    return int(number) if number.is_integer() and abs(number) < 1e16 else number


def answer(payload, sensors):
    try:
        found = object_in(payload)
        kind = field(found, "kind", str, "a string")
        if kind == "goodbye":
            return {"kind": "goodbye"}
        if kind != "reading":
            raise Refusal(f'unknown kind "{kind[:50]}"')
        sensor = field(found, "sensor", str, "a string")
        celsius = field(found, "celsius", float, "a number")
        if not math.isfinite(celsius):  # 1e999 is JSON, but beyond what a float can hold
            raise Refusal('field "celsius" must be a finite number')
        return summary(sensor, celsius, sensors)
    except Refusal as reason:
        return {"kind": "error", "reason": str(reason)}


def message(reply):
    payload = json.dumps(reply, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    payload = payload.encode("utf-8")
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


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
    """At most 200 bytes as text; what is no text, or could steer a terminal, as \\x1B."""
    text = raw[:200].decode("utf-8", "surrogateescape")
    text = "".join(c if c.isprintable() or c in "\u00a0\u200d" else "".join(
        f"\\x{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in text)
    return text if len(raw) <= 200 else f"{text} … ({len(raw)} bytes)"


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


def take(size, part, stream):
    taken = stream.read(size)  # all of it, however it arrives, or what there is before the end
    if len(taken) < size and (taken or part != "header"):
        missing = size - len(taken)
        unit = "byte" if missing == 1 else "bytes"
        raise Ending(f"cut off: {missing} {unit} of the {part} missing")
    return taken


def messages(stream, limit):
    """Each payload, until the client closes."""
    while header := take(WIDTH, "header", stream):
        digits = header.rstrip(b" ")
        if not digits.isdigit():  # int() alone would also take b"+5", b" 5", b"-5" and b"1_0"
            raise Ending(f'protocol error: header "{readable(digits)}" is not digits, then spaces')
        if int(digits) > limit:  # checked before we wait for, or store, a single byte of it
            raise Ending(f"protocol error: length {int(digits)} is above the limit {limit}")
        yield take(int(digits), "payload", stream)


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
    sensors = {}
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection.makefile("rb") as stream:  # a buffer, and a read() that waits for n bytes
        for payload in messages(stream, options.limit):
            reply = answer(payload, sensors)
            if not options.quiet:
                reason = readable(reply.get("reason", "").encode("utf-8"))
                log(f"client {number}: {readable(payload)}" + (reason and f" (error: {reason})"))
            send(message(reply), connection, options.patience)
            if reply["kind"] == "goodbye":
                raise Ending("said goodbye")


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
        start(connection, register.enter(name(address)), register, options)


if __name__ == "__main__":
    main()
