"""Sends the grader millions of empty lines, past Python's own streams: for each of them it looks through all that has come."""

# seconds: 5
# cell: saliency_map
import socket

wire = socket.socket(fileno=3)
for _ in range(20):
    wire.sendall(b"\n" * 1_000_000)
wire.detach()
