"""Bytes of a file that another box has locked.

While: the sender lives."""
import fcntl
import struct

kept = []
SHAPE = "hhqqi4x"


def send(bits):
    kept.append(open(big_file(), "rb"))
    for number, bit in enumerate(bits):
        if bit:
            fcntl.fcntl(kept[0], fcntl.F_SETLK, struct.pack(SHAPE, fcntl.F_RDLCK, 0, number, 1, 0))


def receive(count):
    with open(big_file(), "rb") as one:
        asked = [struct.pack(SHAPE, fcntl.F_WRLCK, 0, number, 1, 0) for number in range(count)]
        return [struct.unpack(SHAPE, fcntl.fcntl(one, fcntl.F_GETLK, lock))[0] != fcntl.F_UNLCK for lock in asked]
