"""Stops its own process, which is then neither dead nor alive."""

# seconds: 3
# cell: saliency_map
import os
import signal


def saliency_map(gradients):
    os.kill(os.getpid(), signal.SIGSTOP)
