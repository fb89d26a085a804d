"""The course that these tests are about: where it stands, its tasks, their right answers, and their known mistakes."""

from pathlib import Path

from autograder.assignments import declaration, reference, task_names
from autograder.judging.diagnosis import known
from autograder.judging.misconception import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
TASKS = {name: declaration(name) for name in task_names()}
REFERENCES = {task: reference(task) for task in TASKS}
assert all(map(known, TASKS)), "every task has known mistakes, which write themselves into the catalogue when they are asked for"

__all__ = ["CATALOGUE", "REFERENCES", "ROOT", "TASKS"]
