"""A crowd for lesson 11's server: many clients walk, one never reads, some leave; did everyone hear it?

Usage: python3 Lessons/11-position-broadcast/Python/crowd.py [options] -- COMMAND …
       --clients N (200), --moves N (each client's, 20), --pause SECONDS (between two moves, 0.1)
       COMMAND starts the server; `--port 0` is added to it.

    swift build -c release --product lesson11
    python3 Lessons/11-position-broadcast/Python/crowd.py -- .build/release/lesson11 server --quiet

The format is in docs/protocols.md, "Lesson 11".
"""

import argparse
import resource
import selectors
import socket
import struct
import subprocess
import sys
import threading
import time

POSITION, UPDATE = struct.Struct("<hh"), struct.Struct("<ihh")
NOWHERE = (-32768, -32768)


class Client:
    def __init__(self, port, reads=True):
        self.socket = socket.socket()
        if not reads:  # so that it is full soon
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest, self.latest, self.updates = b"", {}, 0

    def take(self):
        data = self.rest + self.socket.recv(1 << 20)
        whole = len(data) - len(data) % UPDATE.size
        self.rest = data[whole:]
        for number, x, y in UPDATE.iter_unpack(data[:whole]):
            self.latest[number] = (x, y)
            self.updates += 1


def memory(process):
    """The most that the server has had in memory so far, in MiB (Linux)."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def listen(selector, until, is_done=lambda: False):
    """Takes what comes, and says at its end whether it is as wanted."""
    while not is_done() and (left := until - time.monotonic()) > 0:
        for key, _ in selector.select(min(left, 0.1)):
            key.data.take()
    return is_done()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--pause", type=float, default=0.1)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = subprocess.Popen(
        options.command + ["--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        # Its log must not fill the pipe: a server whose lines nobody takes stands still.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        stuck = Client(port, reads=False)  # number 1
        clients = [Client(port) for _ in range(options.clients - 1)]
        selector = selectors.DefaultSelector()
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
        start = time.monotonic()
        for move in range(1, options.moves + 1):
            for index, client in enumerate(clients):
                client.socket.send(POSITION.pack(index, move))
            listen(selector, start + move * options.pause)
        places = sorted((index, options.moves) for index in range(len(clients)))

        def everyone_knows(places, client):
            return sorted(set(client.latest.values()) - {NOWHERE}) == places

        arrived = listen(selector, time.monotonic() + 10,
                         lambda: all(everyone_knows(places, each) for each in clients))
        seconds = time.monotonic() - start
        sent = sum(client.updates for client in clients)
        most = len(clients) * len(clients) * options.moves
        # Half of them leave; the others must hear of each.
        stay, leave = clients[::2], clients[1::2]
        for client in leave:
            selector.unregister(client.socket)
            client.socket.close()
        gone = listen(
            selector, time.monotonic() + 10,
            lambda: all(len([1 for place in each.latest.values() if place == NOWHERE])
                        >= len(leave) for each in stay))
        print(f"{options.clients} clients, one of which never reads, {options.moves} moves each: "
              f"{seconds:.1f} s")
        print(f"every latest position arrived: {'yes' if arrived else 'NO'}")
        print(f"updates that the readers were sent: {sent} of {most}")
        print(f"every departure arrived: {'yes' if gone else 'NO'}")
        print(f"the server's memory at its largest: {memory(server):.0f} MiB")
        stuck.socket.close()
        return 0 if arrived and gone else 1
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
