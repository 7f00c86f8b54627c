"""Why pickle is no format for bytes from somebody else: whoever writes them chooses what runs.

Usage: python3 Lessons/06-json-objects/Python/pickle_attack.py

The command that it runs is a harmless `echo`.
"""

import json
import os
import pickle


class Reading:
    """What the peer sends in place of a reading: an object that says how to rebuild it."""

    def __reduce__(self):
        return os.system, ("echo this command was chosen by the peer",)


def receive(payload):
    """The server's part. It has no Reading and calls nothing but loads()."""
    print("server: unpickling a reading", flush=True)
    reading = pickle.loads(payload)
    print(f"server: now I can check it: {reading!r} is no reading")


payload = pickle.dumps(Reading(), protocol=2)
print(f"peer: sending {payload}")
receive(payload)

try:
    json.loads(payload.decode("utf-8", "replace"))
except ValueError as error:
    print(f"server: the same bytes as JSON: {error}")
