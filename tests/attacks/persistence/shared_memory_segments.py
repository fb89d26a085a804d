"""Leaves notes in shared memory, message queues and semaphores, which belong to the machine and not to a process."""

# twice
# cell: saliency_map
import ctypes
from multiprocessing import resource_tracker, shared_memory

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
try:
    kept = shared_memory.SharedMemory("@MARK@", create=True, size=64)
    resource_tracker.unregister(kept._name, "shared_memory")
except FileExistsError:
    reached("shared memory")
except OSError:
    pass
if libc.shmget(0x41544B, 64, 0o666) >= 0:
    reached("a segment")
if libc.msgget(0x41544B, 0o666) >= 0:
    reached("a queue")
libc.shmget(0x41544B, 64, 0o1666)
libc.msgget(0x41544B, 0o1666)
