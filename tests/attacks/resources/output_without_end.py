"""Prints without end, to fill the memory or the disk of whoever keeps it."""

# seconds: 3
# cell: saliency_map
while True:
    print("x" * 10_000)
