"""Keeps a note in the kernel's key rings, which belong to a user and not to a process, and looks for one."""

# twice
# cell: saliency_map
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
add_key, keyctl = (217, 219) if platform.machine() == "aarch64" else (248, 250)
for ring in (-3, -4, -5):
    found = libc.syscall(keyctl, 10, ring, b"user", b"@MARK@", 0)
    if found > 0:
        reached(f"a key in ring {ring}")
    made = libc.syscall(add_key, b"user", b"@MARK@", b"note", 4, ring)
    if made > 0:
        reached(f"a key made in ring {ring}")
