"""Starts a process that leaves its session, outlives the notebook, and acts later."""

# cell: saliency_map
import os
import subprocess
import sys

later = "import time; time.sleep(3); open('@DROP@/@MARK@', 'w'); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", later, "@MARK@"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        os.execv(sys.executable, [sys.executable, "-c", later, "@MARK@"])
    os._exit(0)
