"""The course that these tests are about: where it stands, its tasks, their right answers, and their known mistakes.

A name is looked up when it is imported: who wants the folder alone loads nothing of the course.
"""

from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@cache
def __getattr__(name: str) -> Any:
    from autograder import assignments

    tasks = assignments.task_names()
    if name == "TASKS":
        return {task: assignments.declaration(task) for task in tasks}
    if name == "REFERENCES":
        return {task: assignments.reference(task) for task in tasks}
    if name == "CATALOGUE":
        from autograder.judging.known_mistakes import known
        from autograder.judging.misconception import CATALOGUE

        assert all(map(known, tasks)), "mistakes write themselves into the catalogue when they are asked for"
        return CATALOGUE
    raise AttributeError(name)
