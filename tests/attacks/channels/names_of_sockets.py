"""Sockets with names that are in no folder.

While: the sender lives."""
import socket

kept = []


def send(bits):
    for number, bit in enumerate(bits):
        if bit:
            kept.append(socket.socket(socket.AF_UNIX))
            kept[-1].bind(f"\0{MARK}-{number}")


def receive(count):
    got = []
    for number in range(count):
        with socket.socket(socket.AF_UNIX) as one:
            try:
                one.bind(f"\0{MARK}-{number}")
                got.append(0)
            except OSError:
                got.append(1)
    return got
