"""A controller that announces six bytes for the first device of the list, sends three, and is gone.

Usage: python3 Lessons/07-device-relay/Python/unplugged.py [--host H] [--port P]

The format is in docs/protocols.md, "Lesson 7".
"""

import argparse
import socket
import sys

from stuck import WIDTH, ask, message


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    options = parser.parse_args()
    try:
        with (
            socket.create_connection((options.host, options.port)) as controller,
            controller.makefile("rwb") as stream,
        ):
            name = ask(stream, b"|no target|").split(b",")[0]
            if name.startswith(b"|"):
                sys.exit("no device is connected; in another terminal: swift run lesson07 device")
            half = message(b"python") + name.ljust(WIDTH) + message(b"hello!")[:-3]
            stream.write(half)
        print(f"controller: 3 of 6 bytes for {name.decode()}, and gone")
    except (OSError, ValueError) as error:
        sys.exit(f"the relay at {options.host}:{options.port} is not there, or has left ({error}): "
                 "start it in another terminal first")


if __name__ == "__main__":
    main()
