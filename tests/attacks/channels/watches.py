"""A watch on a file, told when another box opens it.

While: the receiver listens."""
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
OPENED = 0x20
number = -1


def listen(count):
    global number
    number = libc.inotify_init1(os.O_NONBLOCK)
    for file, _ in zip(files(), range(count)):
        if libc.inotify_add_watch(number, file.encode(), OPENED) < 0:
            raise OSError(ctypes.get_errno(), "inotify")


def send(bits):
    for file, bit in zip(files(), bits):
        if bit:
            open(file, "rb").close()


def receive(count):
    got, seen = [0] * count, os.read(number, 1 << 16)
    for place in range(0, len(seen), 16):
        got[int.from_bytes(seen[place : place + 4], "little") - 1] = 1
    return got
