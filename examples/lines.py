"""Dictates with tagged lines: one JSON object a line, answered in order.

    python3 examples/lines.py [SECONDS [SOCKET]]
"""

import json
import socket
import subprocess
import sys
import time


class Whis:
    """A connection to the daemon. Without ids the replies come in the order of the requests."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile(encoding="utf-8")

    def read(self):
        line = self.lines.readline()
        if not line:
            sys.exit("The daemon has closed the connection.")
        return json.loads(line)

    def ask(self, type, **fields):
        """Sends a request, and gives its reply; events may come before it."""
        self.socket.sendall(json.dumps({"type": type, **fields}).encode() + b"\n")
        message = self.read()
        while message["type"] == "event":
            print("event", message.get("seq"), message["event"])
            message = self.read()
        if message["type"] == "error":
            sys.exit(message["message"])
        return message


seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
path = sys.argv[2] if len(sys.argv) > 2 else subprocess.getoutput("whis socket")

whis = Whis(path)
print(whis.ask("status")["state"])

session = whis.ask("start_session", label="an example")["session_id"]  # speak now
time.sleep(seconds)
whis.ask("stop_session", session_id=session)

# Everything about this session, from its beginning to its end, however long ago that was.
print("attached to", whis.ask("attach_session", session_id=session)["session"]["status"])
while (message := whis.read())["type"] != "detached":
    print("event", message["seq"], message["event"])

print(whis.ask("get_session", session_id=session)["session"]["text"])
