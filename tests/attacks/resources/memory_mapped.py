"""Takes memory that does not count as its own: shared mappings, and files in memory."""

# seconds: 15
# cell: saliency_map
import mmap

pieces = []
try:
    while len(pieces) < 12:
        pieces.append(mmap.mmap(-1, 1 << 30))
    reached("12 GB of mappings")
except (OSError, MemoryError, ValueError):
    pieces.clear()
