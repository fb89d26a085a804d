"""The memory that the machine has left, as /proc and sysinfo tell it, while another box takes some and gives it back.

While: the sender lives."""
import ctypes

STEP = 120 << 20  # above what processes that end give back meanwhile
kept = []


def send(bits):
    kept.append(b"x" * (sum(bit << turn for turn, bit in enumerate(bits[:3])) * STEP))


def listen(count):
    global before
    before = free()
    for _ in range(50):  # until what others have just given back is counted
        time.sleep(0.02)
        if abs(free() - before) < 1 << 20:
            break
        before = free()


def free():
    try:
        words = open("/proc/meminfo").read().split()
        return int(words[words.index("MemFree:") + 1]) * 1024
    except FileNotFoundError:
        numbers = (ctypes.c_ulong * 32)()
        if ctypes.CDLL(None).sysinfo(numbers):
            raise OSError("sysinfo") from None
        return numbers[5]


def receive(count):
    level = round((before - free()) / STEP)
    return [level >> turn & 1 for turn in range(3)]
