"""The number that the system gives the next pipe: it counts them for all boxes together, and hands each processor 1,024 at a time."""
STEP = 1 << 14  # far above what others ask for meanwhile
BATCH = 1024


def listen(count):
    global before
    before = now()


def next_number():
    ends = os.pipe()
    number = os.fstat(ends[0]).st_ino
    for end in ends:
        os.close(end)
    return number


def now():
    for _ in range(BATCH):  # those that this processor had before the sender took any
        next_number()
    return next_number()


def send(bits):
    for _ in range(sum(bit << turn for turn, bit in enumerate(bits[:4])) * STEP):
        next_number()


def receive(count):
    level = round((now() - before) / STEP)
    return [level >> turn & 1 for turn in range(4)]
