"""Makes one file of a terabyte, which is empty and takes no room until it is copied."""

# cell: saliency_map
import os

for place in (".", "/tmp", "/dev/shm"):
    try:
        with open(f"{place}/sparse", "wb") as file:
            os.truncate(file.fileno(), 1 << 40)
        reached("a terabyte")
    except OSError:
        pass
