"""A client of a process manager: 4-byte little-endian length, then JSON, on one connection.

`manager.py SOCKET`: sends each line of standard input as a frame, prints each frame that comes as a line.
"""

import socket
import struct
import sys
import threading

connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
connection.connect(sys.argv[1])


def read_exactly(count):
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            return None
        data += chunk
    return data


def read():
    while (prefix := read_exactly(4)) is not None:
        (length,) = struct.unpack("<I", prefix)
        print(read_exactly(length).decode(), flush=True)


print("connected", flush=True)
threading.Thread(target=read, daemon=True).start()
for line in sys.stdin:
    payload = line.strip().encode()
    connection.sendall(struct.pack("<I", len(payload)) + payload)
