"""The notebook is a folder with a notebook in it."""

# costs: everything
# writes: itself
import os


def mutate(notebook, folder):
    os.rename(folder / "feature_attribution.ipynb", folder / "x.ipynb")
    os.mkdir(folder / "feature_attribution.ipynb")
    os.rename(folder / "x.ipynb", folder / "feature_attribution.ipynb" / "feature_attribution.ipynb")
