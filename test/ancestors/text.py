"""A client that sends one command a connection and reads until the other side closes it.

`text.py SOCKET`: sends each line of standard input, prints all of the answer as one JSON string.
"""

import json
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
    answer = b""
    while chunk := connection.recv(4096):
        answer += chunk
    print(json.dumps(answer.decode()), flush=True)
    connection.close()
    if line.strip() == "SHUTDOWN":
        break
    connection = connect()
