"""A program for the supervisor's tests: calls its port with its name and number, then waits.

A test sees its death as the end of the call. `python tiny_program.py PORT NAME [HOW…]`, where HOW
is `stubborn` (ignores SIGTERM), `parent` (starts another one as its child) or `farewell` (calls
once more when it is asked to end).
"""

import os
import signal
import socket
import subprocess
import sys

port, name, *how = sys.argv[1:]


def call(words: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall(f"{words}\n".encode())
    return connection


def farewell(*_signal: object) -> None:
    call(f"{name} ends")
    sys.exit()


if "stubborn" in how:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "farewell" in how:
    signal.signal(signal.SIGTERM, farewell)
if "parent" in how:
    subprocess.Popen([sys.executable, "-S", __file__, port, f"child-of-{name}"])
connection = call(f"{name} {os.getpid()}")
while True:
    signal.pause()
