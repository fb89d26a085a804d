"""The notebook is a pipe into which nobody writes: whoever opens it waits for ever."""

# costs: everything
# writes: itself
import os


def mutate(notebook, folder):
    os.remove(folder / "feature_attribution.ipynb")
    os.mkfifo(folder / "feature_attribution.ipynb")
