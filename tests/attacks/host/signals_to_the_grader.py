"""Sends a harmless signal to every process that is not its own: what can be sent could be SIGKILL."""

# cell: saliency_map
import os
import signal

for process in {os.getppid(), *map(int, filter(str.isdigit, os.listdir("/proc")))} - {os.getpid(), 1, 0}:
    try:
        command = open(f"/proc/{process}/cmdline").read()
        os.kill(process, signal.SIGCONT)
        if "pytest" in command or "nbgrader" in command:
            reached(command)
    except OSError:
        pass
