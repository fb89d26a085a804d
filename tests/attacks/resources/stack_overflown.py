"""Recurses until the stack is over, with the interpreter's own limit removed."""

# cell: saliency_map
import sys


def saliency_map(gradients):
    sys.setrecursionlimit(1 << 30)

    def deeper(function):
        return sorted([1, 2], key=lambda _: function(function))

    return deeper(deeper)
