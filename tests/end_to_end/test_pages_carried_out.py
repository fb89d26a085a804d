"""The pages on new assignments and new courses are true: each is carried out, and touches as many files as it says."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.carried_out import BLOCK, carry_out, contents, promised, touched
from tests.end_to_end import toy

EDITION = toy.ROOT / "docs" / "instructor"
ASSIGNMENT, COURSE = EDITION / "new-assignment.md", EDITION / "new-course.md"
RIGHT = "def around_the_mean(values):\n    return values - sum(values) / len(values)\n"
EXCERPT = re.compile(r"From \[[\w/.]+\]\(([\w/.]+)\):$")

pytestmark = pytest.mark.slow


def run(command: str, course: Path) -> None:
    """One of a page's commands."""
    program, *words = command.split()
    done: subprocess.CompletedProcess = {"autograder": toy.autograder, "nbgrader": toy.nbgrader}[program](*words, course=course)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_assignment_is_built_released_and_judged(tmp_path):
    course = toy.copy_of(toy.TOY, tmp_path / "course")
    before = contents(course)
    carry_out(ASSIGNMENT, course, run)
    new = touched(before, contents(course))
    assert len(new) == promised(ASSIGNMENT)
    assert not new & before.keys(), "it changes no file that was there"
    assert (course / "release" / "residuals" / "lab" / "tasks" / "around_the_mean.py").is_file()
    assert not (course / "release" / "residuals" / "lab" / "tasks" / "fit_line.py").exists()
    done = toy.autograder("check", toy.submit(course, "ada", {"around_the_mean": RIGHT}, "residuals"), course=course)
    assert "around_the_mean: 3 of 3 points" in done.stdout, done.stderr


def test_a_new_course_is_built_and_released(tmp_path):
    here = [tmp_path]

    def run_here(command: str, _: Path) -> None:
        if command.startswith("cd "):
            here[0] = here[0] / command.removeprefix("cd ")
        else:
            run(command, here[0])

    carry_out(COURSE, tmp_path, run_here)
    assert here[0] == tmp_path / "line_fits"
    assert len(contents(here[0])) == promised(COURSE)
    assert (here[0] / "gradebook.db").is_file()
    assert (here[0] / "release" / "week1" / "week1.ipynb").is_file()


def test_what_is_shown_of_the_toy_course_stands_there():
    shown = [
        (found[1], block["text"])
        for block in BLOCK.finditer(COURSE.read_text(encoding="utf-8"))
        if (found := EXCERPT.search(block["above"]))
    ]
    assert len(shown) == 5
    assert [path for path, text in shown if text not in (EDITION / path).resolve().read_text(encoding="utf-8")] == []
    assert all(os.path.commonpath([(EDITION / path).resolve(), toy.TOY]) == str(toy.TOY) for path, _ in shown)
