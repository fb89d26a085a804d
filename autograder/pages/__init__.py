"""Where nbconvert finds the pages' templates. nbgrader_config.py reads this for every command, so it loads nothing else."""

from importlib.util import find_spec
from pathlib import Path

NBGRADER = find_spec("nbgrader")
assert NBGRADER is not None
assert NBGRADER.origin is not None
TEMPLATES = [  # ours first: it puts something else in MathJax's place
    str(Path(__file__).parent),
    str(Path(NBGRADER.origin).parent / "server_extensions" / "formgrader" / "templates"),
]
