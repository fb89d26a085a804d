"""The references under other conditions, such as precision, threads or device: how far do right answers differ?

Which conditions there are, and how the process is set for one, stands in the course's reference_solutions/conditions.py.
`python -m autograder.audit.conditions` prints all their answers as JSON, in whichever interpreter it runs: it needs no more than
the lab and the references do.
"""

import json
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from autograder.assignments import all_cases, all_tasks, declaration
from autograder.layout import course_root
from selfcheck.observe import answer


def conditions() -> Any:
    """The course's module of conditions.

    Raises:
        FileNotFoundError: the course has none.
    """
    if find_spec("reference_solutions.conditions") is None:
        raise FileNotFoundError(
            f"{course_root()} has no reference_solutions/conditions.py, which says under which conditions, such as another "
            "precision, the references are asked: without it there is no evidence for tolerances"
        )
    return import_module("reference_solutions.conditions")


def observed(condition: Any) -> dict[str, list[dict]]:
    """What the references answer under a condition, task by task, as a notebook publishes it."""
    with conditions().lasting(condition):
        return {
            task: [answer({declaration(task).defines: conditions().under(task, condition)}, case) for case in all_cases(task)]
            for task in all_tasks()
        }


def all_observed() -> dict[str, Any]:
    """The answers under all the conditions that there are here, and why others are left out."""
    here: list[Any] = []
    elsewhere: dict[str, str] = {}
    for condition in conditions().CONDITIONS:
        reason = conditions().why_not(condition)
        here += [] if reason else [condition]
        elsewhere |= {condition.name: reason} if reason else {}
    return {
        "environment": conditions().environment(),
        "conditions": {condition.name: observed(condition) for condition in here},
        "skipped": elsewhere,
    }


if __name__ == "__main__":
    json.dump(all_observed(), sys.stdout)
