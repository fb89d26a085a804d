"""Starts threads without end."""

# seconds: 10
# cell: saliency_map
import threading

over, threads = threading.Event(), []
try:
    while len(threads) < 3000:
        threads.append(threading.Thread(target=over.wait, daemon=True))
        threads[-1].start()
    reached("3000 threads")
except RuntimeError:
    pass
over.set()
