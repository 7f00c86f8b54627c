"""A client of lesson 11 that does not read for a while, and then reads all that there is.

Usage: python3 Lessons/11-position-broadcast/Python/slow.py [--host H] [--port P] [--seconds S]
       --seconds S (for how long it does not read, 5)

The format is in docs/protocols.md, "Lesson 11".
"""

import argparse
import socket
import struct
import sys
import time

UPDATE = struct.Struct("<ihh")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    connection = socket.socket()
    # Its system keeps next to nothing for it, like a radio link that carries next to nothing.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    try:
        connection.connect((options.host, options.port))
        print(f"connected, and not reading for {options.seconds:g} s", flush=True)
        time.sleep(options.seconds)
        connection.settimeout(10)
        data = b""
        try:
            while piece := connection.recv(65536):
                data += piece
            print("the server has closed")
        except socket.timeout:
            pass  # that was all
        updates = list(UPDATE.iter_unpack(data[:len(data) - len(data) % UPDATE.size]))
        print(f"{len(updates)} updates; the last of each client:")
        for number, x, y in {update[0]: update for update in updates}.values():
            print(f"client {number} " + ("has left" if x == y == -32768 else f"is at {x}, {y}"))
    except OSError as error:
        sys.exit(f"the server at {options.host}:{options.port} is not there, or has left ({error}): "
                 "start it in another terminal first")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
