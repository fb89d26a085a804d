"""Links beside the notebook to nowhere, to themselves and to the folder that they lie in."""

import os


def mutate(notebook, folder):
    for name, target in {"nowhere": "/nonexistent/@MARK@", "itself": "itself", "loop": ".", "up": ".."}.items():
        os.symlink(target, folder / name)
