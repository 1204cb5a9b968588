"""A client of the Rust program of the same name: a JSON string a line, one request a connection.

`bare.py SOCKET`: sends each line of standard input, prints the answer's line.
"""

import socket
import sys


def connect():
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(sys.argv[1])
    return connection


connection = connect()
print("connected", flush=True)
for line in sys.stdin:
    connection.sendall(line.encode())
    print(connection.makefile().readline(), end="", flush=True)
    connection.close()
    if line.strip() in ('"Stop"', '{"Stop"}'):
        break
    connection = connect()
