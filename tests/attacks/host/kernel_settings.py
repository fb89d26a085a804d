"""Opens settings of the machine's kernel for writing: what runs at a crash, what a magic key does."""

# cell: saliency_map
import os

for name in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/sys/power/state"):
    try:
        os.close(os.open(name, os.O_WRONLY))
        reached(name)
    except OSError:
        pass
