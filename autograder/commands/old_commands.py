"""Commands under the names that they had: accepted for one release, with a warning. This file goes with the next one."""

import subprocess
import sys

from autograder.commands.options import old_name
from autograder.layout import ENGINE

RENAMED = {
    "separation": ["audit", "separation"],
    "parity": ["audit", "tolerances"],
    "validity": ["audit", "samples"],
}
POCKET_MODEL = ENGINE / "data" / "make_pocket_vgg19.py"


def renamed(words: list[str]) -> list[str]:
    """A command line with the command's new name."""
    if not words or words[0] not in RENAMED:
        return words
    new = RENAMED[words[0]]
    old_name(f"`autograder {words[0]}`", f"`autograder {' '.join(new)}`")
    return [*new, *words[1:]]


def train_pocket(words: list[str]) -> int:
    """Runs what `autograder train-pocket` ran, with its own flags.

    Raises:
        FileNotFoundError: the package is installed without the project's other folders.
    """
    old_name("`autograder train-pocket`", "`make pocket-model`")
    if not POCKET_MODEL.is_file():
        raise FileNotFoundError(f"no {POCKET_MODEL}: run `make pocket-model` in a copy of the project")
    return subprocess.run([sys.executable, POCKET_MODEL, *words], check=False).returncode
