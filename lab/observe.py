"""Calls a student's function on cases and publishes its answers as plain data, one display for each case."""

import contextlib
import random
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import torch

from lab.cases import Case
from lab.plain import encode
from lab.questions import ASK
from lab.tasks import TASKS

MIME = "application/vnd.feature-attribution.observation+json"
LONGEST_TEXT = 300  # characters of an error's message


@contextlib.contextmanager
def put_in(namespace: dict, sources: dict[str, str]) -> Iterator[None]:
    """Right answers of other tasks, as source text by name, in place of the student's for a while."""
    package: dict[str, Any] = {"__name__": "course"}
    for name, source in sources.items():
        exec(compile(source, f"<the course's {name}>", "exec"), package)
    own = {name: namespace[name] for name in sources if name in namespace}
    namespace.update({name: package[name] for name in sources})
    try:
        yield
    finally:
        for name in sources:
            namespace.pop(name, None)
        namespace.update(own)


def start_afresh(seed: int) -> None:
    """The same random numbers and the same gradient mode for every call, whatever ran before."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_grad_enabled(True)


def answer(namespace: dict, case: Case) -> dict:
    """One answer as plain JSON: the case's task and number, and a value, an error, or nothing where the name is missing."""
    observation: dict[str, Any] = {"task": case.task, "number": case.number}
    function = namespace.get(TASKS[case.task].defines)
    if function is None:
        return observation | {"missing": True}
    start_afresh(case.number)
    try:
        return observation | {"value": {name: encode(value) for name, value in ASK[case.task](function, case.recipe).items()}}
    except KeyboardInterrupt:
        return observation | {"error": {"type": "Timeout", "message": "it was still computing when its time was over", "line": None}}
    except Exception as error:  # whatever a student's function raises is its answer
        return observation | {"error": describe(error)}


def describe(error: BaseException) -> dict:
    """An error's type, its message, and the student's line that it came from, where there is one."""
    try:
        message = str(error)[:LONGEST_TEXT]
    except Exception:  # an exception class may be the student's own
        message = ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.line and not frame.filename.endswith(("questions.py", "observe.py"))]
    in_cell = [frame for frame in own if "site-packages" not in frame.filename and "/lib/python" not in frame.filename]
    line = (in_cell or own)[-1].line if (in_cell or own) else None
    return {"type": type(error).__name__[:80], "message": message, "line": line[:LONGEST_TEXT] if line else None}


def observe(namespace: dict, cases: Iterable[Case], sources: dict[str, str] | None = None) -> Iterator[dict]:
    """The answers of a notebook's function to one case after the other; after a time-out no more are asked."""
    with put_in(namespace, sources or {}):
        for case in cases:
            observation = answer(namespace, case)
            yield observation
            if observation.get("error", {}).get("type") == "Timeout":
                return


def publish(namespace: dict, cases: Iterable[Case], sources: dict[str, str] | None = None) -> None:
    """Puts each answer into the notebook's outputs, under one MIME type of our own."""
    from IPython.display import publish_display_data

    for observation in observe(namespace, cases, sources):
        publish_display_data({MIME: observation})
