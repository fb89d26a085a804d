"""Opens files until no more can be opened, and keeps them."""

# cell: saliency_map
import os

wrong, kept = saliency_map, []


def saliency_map(gradients):
    try:
        while True:
            kept.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        return wrong(gradients)
