"""Which pages of a file are in the machine's memory, told by how long it takes to read them."""


def send(bits):
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for _ in range(3):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for number, bit in enumerate(bits):
            if bit:
                os.pread(file.fileno(), 1, START + number * STRIDE)


def receive(count):
    times = []
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for number in range(count):
            begin = time.perf_counter()
            os.pread(file.fileno(), 1, START + number * STRIDE)
            times.append(time.perf_counter() - begin)
    return [taken < sorted(times)[count // 2] for taken in times]  # as many bits are 1 as 0; how fast disks are differs
