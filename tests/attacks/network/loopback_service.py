"""Talks to a service of the grader's machine: a Jupyter server, a database."""

# cell: saliency_map
import socket

for address in (
    ("127.0.0.1", int("@PORT@")),
    ("localhost", int("@PORT@")),
    ("0.0.0.0", int("@PORT@")),
    ("127.1.2.3", int("@PORT@")),
):
    try:
        with socket.create_connection(address, timeout=2):
            reached(address)
    except OSError:
        pass
