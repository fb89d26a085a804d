"""Compiles code of its own for the processor and runs it: no rule for Python holds there."""

# seconds: 15
# cell: pool_gradients
import ctypes
import mmap
import shutil
import subprocess

if shutil.which("cc"):
    program = '#include <unistd.h>\n#include <fcntl.h>\nint go(void) { return open("@HOME@/.netrc", 0) >= 0; }\n'
    with open("native.c", "w") as file:
        file.write(program)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "native.so", "native.c"], capture_output=True, timeout=10)
    try:
        if ctypes.CDLL("./native.so").go():
            reached("the home, by native code")
    except OSError:
        pass
try:
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\x31\xc0\xc3")  # xor eax, eax; ret
except OSError:
    pass
