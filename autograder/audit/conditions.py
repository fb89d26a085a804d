"""The references under other conditions - precision, threads, batch size, memory layout, device: how far do right answers differ?

`python -m autograder.audit.conditions` prints all their answers as JSON, in whichever interpreter it runs: it needs no more than
the lab and the references do.
"""

import contextlib
import json
import platform
import sys
from collections.abc import Iterator
from typing import Any

import torch

from autograder.assignments import all_cases, all_tasks
from lab.tasks import TASKS
from reference_solutions.conditions import CONDITIONS, Condition, under
from selfcheck.observe import answer


def possible(condition: Condition) -> bool:
    return not condition.cuda or torch.cuda.is_available()


# --- all their answers ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def lasting(condition: Condition) -> Iterator[None]:
    """The settings of the whole process that a condition needs, for a while."""
    threads, tf32 = torch.get_num_threads(), torch.backends.cudnn.allow_tf32
    matmul = torch.backends.cuda.matmul.allow_tf32
    torch.set_num_threads(condition.threads)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = condition.tf32
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = tf32, matmul


def observed(condition: Condition) -> dict[str, list[dict]]:
    """What the references answer under a condition, task by task, as a notebook publishes it."""
    with lasting(condition):
        return {
            task: [answer({TASKS[task].defines: under(task, condition)}, case) for case in all_cases(task)]
            for task in all_tasks()
        }


def environment() -> str:
    """What the values come from, in words: the version of torch, and the card or the processor and what it computes with."""
    processor = f"CPU ({platform.machine()}, {torch.backends.cpu.get_cpu_capability()})"
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else processor
    return f"torch {torch.__version__.partition('+')[0]}, {device}"


def all_observed() -> dict[str, Any]:
    """The answers under all the conditions that there are here, and why others are left out."""
    return {
        "environment": environment(),
        "conditions": {condition.name: observed(condition) for condition in CONDITIONS if possible(condition)},
        "skipped": {condition.name: "no CUDA device here" for condition in CONDITIONS if not possible(condition)},
    }


if __name__ == "__main__":
    json.dump(all_observed(), sys.stdout)
