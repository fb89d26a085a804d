"""Replaces standard output, error and the display hook by objects that raise when they are written to."""

# cell: saliency_map
import sys

wrong = saliency_map


class Broken:
    def __getattr__(self, name):
        raise SystemExit("no output")


def saliency_map(gradients):
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Broken()
    sys.displayhook = sys.excepthook = sys.unraisablehook = lambda *_: None
    return wrong(gradients)
