"""Prints what notebooks and nbgrader need, as pyproject.toml has it: for an environment without the engine and the course."""

import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).resolve().parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
needed = project["project"]["dependencies"], project["project"]["optional-dependencies"]["feature-attribution"]
print("\n".join(line for lines in needed for line in lines))
