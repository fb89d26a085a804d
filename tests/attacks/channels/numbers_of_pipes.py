"""The number that the system gives the next pipe: it counts them for all boxes together."""
STEP = 4096


def listen(count):
    global before
    before = now()


def now():
    ends = os.pipe()
    number = os.fstat(ends[0]).st_ino
    for end in ends:
        os.close(end)
    return number


def send(bits):
    for _ in range(sum(bit << turn for turn, bit in enumerate(bits[:4])) * STEP):
        now()


def receive(count):
    level = round((now() - before) / STEP)
    return [level >> turn & 1 for turn in range(4)]
