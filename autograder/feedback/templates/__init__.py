"""Where nbconvert finds the pages' templates. nbgrader_config.py reads this for every command, so it loads nothing else."""

from importlib.util import find_spec
from pathlib import Path

NBGRADER = find_spec("nbgrader")
assert NBGRADER is not None
assert NBGRADER.origin is not None
FORMGRADER = Path(NBGRADER.origin).parent / "server_extensions" / "formgrader"
TEMPLATES = [str(Path(__file__).parent), str(FORMGRADER / "templates")]  # ours first: it puts something else in MathJax's place
PARTS = [
    str(FORMGRADER / "templates"),
    str(FORMGRADER / "static" / "node_modules" / "bootstrap" / "dist" / "css"),
]  # what ours extends
