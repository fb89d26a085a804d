"""Registers code that runs when the interpreter ends, when a process forks, and when a signal or an alarm comes."""

# cell: saliency_map
import atexit
import os
import signal
import threading
import weakref


def late(*_):
    try:
        open("@DROP@/late", "a").close()
    except OSError:
        pass


class Holder:
    pass


holder = Holder()
atexit.register(late)
weakref.finalize(holder, late)
os.register_at_fork(before=late, after_in_child=late, after_in_parent=late)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM, signal.SIGUSR1):
    signal.signal(number, late)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
threading.Timer(1, late).start()
