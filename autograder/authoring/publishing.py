"""Where the course is published: one setting, from which the badges and the notebooks' set-up cell are made."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from autograder.layout import COURSE_TOML, course_root

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)/tree/([\w.-]+)((?:/[\w.-]+)*)/?")
BADGE = "https://colab.research.google.com/assets/colab-badge.svg"


class Address(NamedTuple):
    """A folder of a GitHub repository."""

    owner: str
    repository: str
    branch: str
    folder: str  # "" or "/release"

    @property
    def archive(self) -> str:
        """The repository as a zip; empty where the setting is still the example."""
        if "_" in self.owner:  # no name of GitHub's
            return ""
        return f"https://github.com/{self.owner}/{self.repository}/archive/refs/heads/{self.branch}.zip"

    def colab(self, assignment: str, notebook: str) -> str:
        """The address at which Colab opens a notebook."""
        path = f"{self.owner}/{self.repository}/blob/{self.branch}{self.folder}/{assignment}/{notebook}.ipynb"
        return f"https://colab.research.google.com/github/{path}"

    def link(self, assignment: str, notebook: str) -> str:
        """Markdown for the notebooks: the badge in words, since no page of ours shows pictures from elsewhere."""
        return f"**[▶ Open in Colab]({self.colab(assignment, notebook)})**"

    def badge(self, assignment: str, notebook: str) -> str:
        """Markdown for the README: Colab's picture, which opens a notebook there."""
        return f"[![Open in Colab]({BADGE})]({self.colab(assignment, notebook)})"


def address(setting: Path | None = None) -> Address:
    """The course's address, as lessons/course.toml has it.

    Raises:
        ValueError: it is none that a badge can be made from.
    """
    setting = setting or course_root() / COURSE_TOML
    text = tomllib.loads(setting.read_text(encoding="utf-8")).get("address", "")
    found = GITHUB.fullmatch(text)
    if not found:
        raise ValueError(
            f"{setting}: address is {text!r}, expected https://github.com/OWNER/REPOSITORY/tree/BRANCH, "
            "with the folder behind it if release/ is not the whole repository"
        )
    return Address(*found.groups())
