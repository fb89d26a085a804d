"""The questions to a notebook's functions, as code for its kernel: cases as plain data, and right answers of other tasks.

The right answers that are put in are those of tasks that come earlier in the notebook and have been asked by then, so
there is nothing to be gained from them.
"""

import json

from autograder.rubric.held_out import all_cases
from lab.cases import FIRST_NUMBER, Case
from lab.tasks import TASKS
from reference_solutions.cells import cell_source

IMPORTS = "import cv2\nimport numpy as np\nimport torch\nimport torch.nn as nn\n"


def put_in_for(task: str) -> dict[str, str]:
    """Name -> source of what a task may call, each complete in itself."""
    whole = IMPORTS + "\n\n".join(cell_source(need) for need in TASKS[task].needs)
    return {TASKS[need].defines: whole for need in TASKS[task].needs}


def probe(task: str, device: str = "cpu") -> list[str]:
    """The sources that ask a task's function and publish the answers: the visible cases, then, unknown till then, the others."""
    cases = all_cases(task)
    visible = [case for case in cases if case.number < FIRST_NUMBER]
    return [asking(part, task, device) for part in (visible, [case for case in cases if case not in visible])]


def asking(cases: list[Case], task: str, device: str) -> str:
    plain = json.dumps([case._asdict() for case in cases])
    arguments = f"{plain!r}, {json.dumps(put_in_for(task))!r}, {device!r}"
    return f"__import__('lab.observe', fromlist=['publish']).publish(globals(), {arguments})"


def probes(tasks: list[str], device: str = "cpu") -> dict[str, list[str]]:
    """The probes of several tasks, to be asked on a device."""
    return {task: probe(task, device) for task in tasks}
