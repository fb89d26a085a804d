"""Prints without end while it is asked, past Python's own streams."""

# seconds: 3
# cell: saliency_map
import os


def saliency_map(gradients):
    while True:
        for descriptor in (1, 2):
            try:
                os.write(descriptor, b"x" * 10_000)
            except OSError:
                pass
