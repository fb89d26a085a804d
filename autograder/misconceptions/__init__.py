"""The catalogue of known mistakes: wrong twins of the references, the hint that each earns."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder.rubric.answers import Answers


@dataclass(frozen=True)
class Misconception:
    """A mistake that students make: its name, what it is, and a hint that does not give the answer away."""

    name: str
    task: str
    description: str  # one line for the instructor
    hint: str  # one or two sentences for the student
    twin: Callable  # the reference with this mistake


def diagnose(task: str, answers: Answers) -> Misconception | None:
    """The one known mistake that gives these answers on every case, or None: no name is better than a wrong one."""
    return None
