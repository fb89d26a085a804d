"""The notebook is a link to another student's."""

# costs: everything
# writes: itself
import os


def mutate(notebook, folder):
    os.remove(folder / "feature_attribution.ipynb")
    os.symlink("@COURSE@/submitted/other_student/part1/feature_attribution.ipynb", folder / "feature_attribution.ipynb")
