"""Writes a gigabyte into each folder that it can write to."""

# seconds: 15
# cell: saliency_map
import os

for place in (".", "/tmp", "/dev/shm", "/var/tmp", "@DROP@"):
    written = 0
    try:
        for number in range(25):
            with open(f"{place}/@MARK@{number}", "wb") as file:
                written += file.write(bytes(40 << 20))
        reached(f"{written} bytes in {place}")
    except OSError:
        pass
    for number in range(25):
        if os.path.exists(f"{place}/@MARK@{number}"):
            os.remove(f"{place}/@MARK@{number}")
