"""A cell that never ends and does not listen when it is told to."""

# seconds: 2
# cell: saliency_map
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
