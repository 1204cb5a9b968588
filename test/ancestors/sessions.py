"""A client of a daemon for sessions: tagged objects, one a line, on one connection.

`sessions.py SOCKET`: sends each line of standard input, prints each line that comes.
"""

import socket
import sys
import threading

connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
connection.connect(sys.argv[1])


def read():
    for line in connection.makefile():
        print(line, end="", flush=True)


print("connected", flush=True)
threading.Thread(target=read, daemon=True).start()
for line in sys.stdin:
    connection.sendall(line.encode())
