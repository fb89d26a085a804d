"""Reads at the address nothing, while it is asked."""

# cell: saliency_map
import ctypes


def saliency_map(gradients):
    return ctypes.string_at(0)
