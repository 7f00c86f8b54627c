"""The tutorial's controller, made into a program and kept as it was written, mistakes and all: it
asks for the list, and sends two bytes to the first device.

The lesson shows what goes wrong; client.py beside it does it right.

Usage: python3 Lessons/07-device-relay/Python/tutorial_controller.py [PORT]

The format is in docs/protocols.md, "Lesson 7".
"""

import socket
import sys


class Client:
    HEADER = 64
    FORMAT = "utf-8"

    def __init__(self, port):
        self.client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.client.connect(("127.0.0.1", port))

    def sendClientType(self):
        clientTypemsg = "python".encode(self.FORMAT)
        clientTypemsgLength = str(len(clientTypemsg)).encode(self.FORMAT)
        clientTypemsgLength += b" " * (self.HEADER - len(clientTypemsgLength))
        self.client.send(clientTypemsgLength)
        self.client.send(clientTypemsg)

    def sendTarget(self, target):
        target = target.encode(self.FORMAT)
        target += b" " * (self.HEADER - len(target))
        self.client.send(target)

    def getDevices(self):
        self.sendClientType()
        self.sendTarget("|no target|")
        length = self.client.recv(self.HEADER).decode(self.FORMAT)
        raspberrypies = self.client.recv(int(length)).decode(self.FORMAT)
        return raspberrypies.split(",")

    def sendData(self, target, data):
        self.sendClientType()
        self.sendTarget(target)
        data = str(data).encode()
        dataLength = str(len(data)).encode(self.FORMAT)
        dataLength += b" " * (self.HEADER - len(dataLength))
        self.client.send(dataLength)
        self.client.send(data)
        length = self.client.recv(self.HEADER).decode(self.FORMAT)
        return self.client.recv(int(length)).decode(self.FORMAT)


client = Client(int(sys.argv[1]) if len(sys.argv) > 1 else 5050)
devices = client.getDevices()
print(devices)
print(client.sendData(devices[0], bytes([0, 255])))
