"""Prints what notebooks and nbgrader need, as pyproject.toml has it: for an environment without the course's own packages."""

import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).resolve().parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
print("\n".join(project["project"]["dependencies"]))
