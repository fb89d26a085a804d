"""Starts processes that start nothing but wait, hundreds of them, and gives up when it may not."""

# seconds: 10
# cell: saliency_map
import os
import signal
import time

children = []
try:
    while len(children) < 600:
        child = os.fork()
        if child == 0:
            time.sleep(20)
            os._exit(0)
        children.append(child)
    reached("600 processes")
except OSError:
    pass
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
