"""Takes more memory than there may be for one notebook, in pieces, and keeps it."""

# seconds: 15
# cell: saliency_map
pieces = []
try:
    while len(pieces) < 100:
        pieces.append(np.ones(100 << 17))
    reached("10 GB")
except MemoryError:
    pieces.clear()
