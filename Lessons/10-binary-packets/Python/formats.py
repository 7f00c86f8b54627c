"""Prints what Python's struct makes of a request and of a reply, in each of its orders.

Usage: python3 Lessons/10-binary-packets/Python/formats.py

The format is in docs/protocols.md, "Lesson 10".
"""

import struct

ORDERS = {
    "<": "the lowest byte first, no padding",
    ">": "the highest byte first, no padding",
    "@": "as in the memory of this machine",
}


def show(name, fields, *values):
    print(name)
    for order, meaning in ORDERS.items():
        packed = struct.pack(order + fields, *values)
        print(f"  {order}{fields:4}{packed.hex(' ').upper():48} {meaning}".rstrip())


show("length 4, operands 7 and -2", "ihh", 4, 7, -2)
show("status 0, result 5.0", "id", 0, 5.0)
