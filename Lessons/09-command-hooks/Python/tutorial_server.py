"""The tutorial's server in short, with its mistakes and without its comments: it reads a byte at a
time, and its patterns match beginnings.

The lesson shows what goes wrong; server.py beside it does it right.

Usage: python3 Lessons/09-command-hooks/Python/tutorial_server.py [PORT]

The format is in docs/protocols.md, "Lesson 9".
"""

import re
import socket
import sys
import threading
from collections import OrderedDict
from datetime import datetime


def prepareString(text):
    return (text + "\n").encode("utf-8")


def helloRequest(thread):
    thread.send("MSG Hello from " + socket.gethostname())


def whatTimeRequest(thread):
    thread.send("TIME " + datetime.now().strftime('%d.%m.%Y %H:%M:%S'))


def closeRequest(thread):
    thread.isOver = True
    thread.send("CLOSE CONFIRM")


def notFoundRequest(thread):
    thread.send("MSG Command not found")


class ThreadClient(threading.Thread):
    functionArray = OrderedDict([
        (r"HELLO", helloRequest),
        (r"TIME", whatTimeRequest),
        (r"CLOSE", closeRequest),
        (r".*", notFoundRequest),
    ])

    def __init__(self, connection):
        threading.Thread.__init__(self, daemon=True)
        self.connection, self.isOver, self.message = connection, False, ""

    def send(self, text):
        self.connection.send(prepareString(text))

    def run(self):
        self.send("MSG Welcome aboard !")
        while not self.isOver:
            byte = self.connection.recv(1)
            if byte != b"\n":
                self.message += byte.decode("utf-8")
                continue
            for regex, function in ThreadClient.functionArray.items():
                if re.match(regex, self.message):
                    function(self)
                    break
            self.message = ""
        self.connection.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 1991))
server.listen()
print("listening on %s:%d" % server.getsockname(), flush=True)
try:
    while True:
        ThreadClient(server.accept()[0]).start()
except KeyboardInterrupt:
    pass
