"""Which pages of a file are in the machine's memory, asked for with a read that does not wait."""


def send(bits):
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for _ in range(3):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for number, bit in enumerate(bits):
            if bit:
                os.pread(file.fileno(), 1, START + number * STRIDE)


def receive(count):
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        return [is_there(file.fileno(), START + number * STRIDE) for number in range(count)]


def is_there(file, place):
    try:
        return os.preadv(file, [bytearray(1)], place, os.RWF_NOWAIT)
    except BlockingIOError:
        return 0
