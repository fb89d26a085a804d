"""Makes thirty thousand small files, in folders of folders of folders."""

# seconds: 15
# cell: saliency_map
import os

try:
    for number in range(30_000):
        open(f"small{number}", "w").close()
    deep = "."
    for _ in range(300):
        deep += "/deeper"
        os.mkdir(deep)
except OSError:
    pass
