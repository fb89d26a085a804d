"""Sends datagrams, which need no connection and of which nobody hears whether they arrive."""

# cell: saliency_map
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    for _ in range(3):
        try:
            one.sendto(b"held-out cases", ("127.0.0.1", int("@UDP_PORT@")))
        except OSError:
            pass
