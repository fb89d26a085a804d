"""Files that another box has locked.

While: the sender lives."""
import fcntl

kept = []


def send(bits):
    for file, bit in zip(files(), bits):
        kept.append(open(file, "rb"))
        if bit:
            fcntl.flock(kept[-1], fcntl.LOCK_EX)


def receive(count):
    got = []
    for file, _ in zip(files(), range(count)):
        with open(file, "rb") as one:
            try:
                fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
                got.append(0)
            except BlockingIOError:
                got.append(1)
    return got
