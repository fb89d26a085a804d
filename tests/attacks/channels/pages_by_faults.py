"""Which pages of a file are in the machine's memory, told by the faults that the system counts as slow."""
import mmap
import resource


def send(bits):
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for _ in range(3):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for number, bit in enumerate(bits):
            if bit:
                os.pread(file.fileno(), 1, START + number * STRIDE)


def receive(count):
    with open(big_file(), "rb", 0) as file, mmap.mmap(file.fileno(), START + count * STRIDE, prot=mmap.PROT_READ) as pages:
        pages.madvise(mmap.MADV_RANDOM)
        counts = []
        for number in range(count):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_majflt
            pages[START + number * STRIDE]
            counts.append(resource.getrusage(resource.RUSAGE_SELF).ru_majflt - before)
    return [not slow for slow in counts]
