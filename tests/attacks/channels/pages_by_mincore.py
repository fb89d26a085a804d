"""Which pages of a file are in the machine's memory, asked for with mincore."""
import ctypes
import mmap


def send(bits):
    with open(big_file(), "rb", 0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for _ in range(3):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for number, bit in enumerate(bits):
            if bit:
                os.pread(file.fileno(), 1, START + number * STRIDE)


def receive(count):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    with open(big_file(), "rb", 0) as file:
        size = START + count * STRIDE
        begin = libc.mmap(None, ctypes.c_size_t(size), mmap.PROT_READ, mmap.MAP_SHARED, file.fileno(), ctypes.c_long(0))
        states = (ctypes.c_ubyte * (size // 4096))()
        if libc.mincore(ctypes.c_void_p(begin), ctypes.c_size_t(size), states):
            raise OSError(ctypes.get_errno(), "mincore")
        return [states[(START + number * STRIDE) // 4096] & 1 for number in range(count)]
