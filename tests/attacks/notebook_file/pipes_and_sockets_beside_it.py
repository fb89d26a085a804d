"""Pipes, sockets and a folder without end of folders beside the notebook."""

import contextlib
import os
import socket


def mutate(notebook, folder):
    os.mkfifo(folder / "data.csv")
    with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(folder):
        one.bind("service")
    deep = folder / "deep"
    for _ in range(60):
        deep = deep / "deeper"
    deep.mkdir(parents=True)
