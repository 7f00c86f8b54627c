"""A room full of clients, one of whom never reads: does everyone else hear every line?

Usage: python3 Lessons/08-chat-room/Python/crowd.py [options]
       --host H, --port P, --clients N (20), --speakers N (of the clients, in turn; 5),
       --lines N (2000), --size BYTES (10000),
       --memory (print the server's memory; Linux, on this machine)

At most 32 lines are under way: one is said when everybody but the client who never reads has heard
the line 32 places before it. The format is in docs/protocols.md, "Lesson 8".
"""

import argparse
import glob
import hashlib
import os
import resource
import selectors
import socket
import sys
import time

WIDTH, WINDOW = 64, 32
RUN = os.urandom(4).hex().encode()  # in each line: the history may hold those of another run
PATIENCE = 3  # seconds in which nobody hears anything


def message(payload):
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


class Listener:
    """A client that reads, and counts what it hears."""

    def __init__(self, connection):
        self.connection, self.rest = connection, bytearray()
        self.heard, self.said, self.hash = 0, 0, hashlib.sha256()

    def read(self):
        piece = self.connection.recv(1 << 18)
        if not piece:
            sys.exit("the server closed a client that reads everything it is sent")
        self.rest += piece
        start = 0
        while len(self.rest) - start >= WIDTH:
            try:
                end = start + WIDTH + int(self.rest[start:start + WIDTH])
            except ValueError:
                print("a client is sent what is no message: have two threads sent at once?")
                sys.exit(1)
            if end > len(self.rest):
                break
            line, start = bytes(self.rest[start + WIDTH:end]), end
            if RUN in line:
                self.hash.update(line)
                self.heard += 1
        del self.rest[:start]


def memory_of_server(port):
    """The most memory that the process listening on the port has ever had, in MiB."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as lines:
            for fields in map(str.split, lines):
                if fields[3] == "0A" and fields[1].endswith(f":{port:04X}"):
                    inodes.add(f"socket:[{fields[9]}]")
    for path in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            if os.readlink(path) in inodes:
                with open(f"/proc/{path.split('/')[2]}/status") as lines:
                    values = dict(line.split(":", 1) for line in lines)
                return int(values["VmHWM"].split()[0]) / 1024
        except OSError:
            pass  # not ours to look at, or gone
    return None


def converse(address, options):
    silent = socket.create_connection(address)
    listeners = [Listener(socket.create_connection(address)) for _ in range(options.clients - 1)]
    speakers = listeners[:options.speakers]
    print(f"{options.clients} clients are in the room, and one of them never reads", flush=True)
    selector = selectors.DefaultSelector()
    for listener in listeners:
        selector.register(listener.connection, selectors.EVENT_READ, listener)
    said, last = 0, time.monotonic()
    while (heard := min(one.heard + one.said for one in listeners)) < options.lines:
        while said < options.lines and said < heard + WINDOW:
            speaker = speakers[said % len(speakers)]
            speaker.connection.sendall(message(RUN + f" {said:08} ".encode().ljust(options.size - 8, b".")))
            speaker.said += 1
            said += 1
        for key, _ in selector.select(timeout=PATIENCE):
            key.data.read()
            last = time.monotonic()
        if time.monotonic() - last >= PATIENCE:
            print(f"for {PATIENCE} s nobody has heard anything: the server stands still")
            sys.exit(1)
    hashes = {one.hash.digest() for one in listeners[len(speakers):]}
    print(f"{options.lines} lines of {options.size} bytes were said by {len(speakers)} of them in turn")
    print(f"{len(listeners)} clients have heard every line that others said, "
          f"{'all in the same order' if len(hashes) == 1 else 'NOT all in the same order'}")
    silent.settimeout(PATIENCE)
    total = 0
    try:
        while piece := silent.recv(1 << 20):
            total += len(piece)
        fate = "was closed by the server"
    except socket.timeout:
        fate = "is still there"
    except OSError:
        fate = "was closed by the server"
    print(f"the one who never reads {fate}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--size", type=int, default=10000)
    parser.add_argument("--speakers", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    if options.lines < 1 or not 32 <= options.size <= 1 << 20:
        parser.error("--lines must be at least 1, --size 32 to 1048576")
    if not 1 <= options.speakers <= options.clients - 2:
        parser.error("--speakers must be at least 1, and two less than --clients")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    begin = time.monotonic()
    try:
        converse((options.host, options.port), options)
    except OSError as error:
        sys.exit(f"the server at {options.host}:{options.port} is not there, or has left ({error}): "
                 "start it in another terminal first")
    except KeyboardInterrupt:
        return
    if options.memory:
        most, seconds = memory_of_server(options.port), time.monotonic() - begin
        words = f"{most:.0f} MiB at most" if most else "not to be found on this machine"
        print(f"the server's memory: {words}; {seconds:.1f} s in all")


if __name__ == "__main__":
    main()
