"""A device that never receives, and a controller that sends to it until the relay gives it up.

Usage: python3 Lessons/07-device-relay/Python/stuck.py [--host H] [--port P]

The format is in docs/protocols.md, "Lesson 7".
"""

import argparse
import socket
import sys
import time

WIDTH = 64
SENT = b"data successfully sent"


def message(payload):
    return f"{len(payload):<{WIDTH}}".encode("ascii") + payload


def ask(stream, target, data=b""):
    """Sends a request, and returns the answer."""
    stream.write(message(b"python") + target.ljust(WIDTH) + data)
    stream.flush()
    return stream.read(int(stream.read(WIDTH)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    options = parser.parse_args()
    address = (options.host, options.port)
    try:
        with (
            socket.create_connection(address) as device,
            socket.create_connection(address) as controller,
            controller.makefile("rwb") as stream,
        ):
            device.sendall(message(b"raspberrypi"))
            name = "{}:{}".format(*device.getsockname()[:2])
            while name.encode() not in ask(stream, b"|no target|"):
                pass
            print(f"device {name} is there, and receives nothing", flush=True)
            print("a controller sends it 1 MiB, and again, and again", flush=True)
            answer = SENT
            while answer == SENT:
                start = time.monotonic()
                answer = ask(stream, name.encode(), message(bytes(1 << 20)))
            waited = round(time.monotonic() - start)
            print(f"controller: {answer.decode()}, after {waited} s")
    except (OSError, ValueError) as error:
        sys.exit(f"the relay at {options.host}:{options.port} is not there, or has left ({error}): "
                 "start it in another terminal first")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
