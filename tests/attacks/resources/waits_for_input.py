"""Waits for somebody to type something, who is not there."""

# seconds: 4
# cell: saliency_map
import getpass
import sys

wrong = saliency_map


def saliency_map(gradients):
    for ask in (sys.stdin.read, input, getpass.getpass):
        try:
            ask()
        except (EOFError, NotImplementedError, OSError, RuntimeError):
            pass
    return wrong(gradients)
