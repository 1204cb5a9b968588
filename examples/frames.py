"""Dictates with frames, in the words of a process manager: an app is a session.

A frame is the length of its payload (4 bytes, little-endian), then the payload, JSON.

    python3 examples/frames.py [SECONDS [SOCKET]]
"""

import json
import socket
import struct
import subprocess
import sys
import time

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
path = sys.argv[2] if len(sys.argv) > 2 else subprocess.getoutput("whis socket")

daemon = socket.socket(socket.AF_UNIX)
daemon.connect(path)
stream = daemon.makefile("rb")


def send(request):
    payload = json.dumps(request).encode()
    daemon.sendall(struct.pack("<I", len(payload)) + payload)


def read():
    """Gives the next frame: the one key of its object, and what stands there."""
    (length,) = struct.unpack("<I", stream.read(4))
    ((kind, content),) = json.loads(stream.read(length)).items()
    return kind, content


def ask(request):
    """Sends a request, and gives its answer; events may come before it."""
    send(request)
    kind, content = read()
    while kind == "Event":
        print("event", content["event_type"])
        kind, content = read()
    if kind == "Error":
        sys.exit(content["message"])
    return content


print(len(ask("List")["data"]["apps"]), "sessions")
ask({"Subscribe": {"subscription": {"AllEvents": {"app_name": None}}}})

print(ask({"Start": {"name": "an example", "config": ""}})["message"])  # speak now
time.sleep(seconds)
print(ask({"Stop": {"name": "current"}})["message"])

# A dictation ends as process_exited; as process_crashed when nothing could make a text of it.
kind = None
while kind not in ("process_exited", "process_crashed"):
    _, event = read()
    kind = event["event_type"]
    print("event", kind)

print(ask({"Status": {"name": "last"}})["data"]["app"]["text"])
