"""The catalogue of known mistakes: wrong twins of the references, the hint that each earns, and who has made which.

One file for each task holds its twins and what is special about its diagnosis; `autograder.judging.diagnosis` compares a
student's answers with theirs, and where none fits reads off what is true of them all the same.
"""

from importlib import import_module

from autograder.judging.misconception import CATALOGUE, Misconception
from lab.tasks import TASKS

for _task in TASKS:
    import_module(f"{__name__}.{_task}")  # its twins write themselves into the catalogue

__all__ = ["CATALOGUE", "Misconception"]
