"""Starts such a process while it is asked, and lets it hold on to everything that is open."""

# cell: saliency_map
import os
import sys

wrong = saliency_map


def saliency_map(gradients):
    if os.fork() == 0:
        os.setsid()
        for descriptor in range(64):
            try:
                os.set_inheritable(descriptor, True)
            except OSError:
                pass
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(60)", "@MARK@"])
    return wrong(gradients)
