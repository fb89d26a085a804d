"""Has a timer interrupt its process a thousand times a second, and a profiler look at every line."""

# seconds: 10
# cell: saliency_map
import signal
import sys

wrong = saliency_map


def saliency_map(gradients):
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    sys.settrace(lambda *_: None)
    sys.setprofile(lambda *_: None)
    return wrong(gradients)
