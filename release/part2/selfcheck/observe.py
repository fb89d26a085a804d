"""Calls a student's function on cases and publishes its answers as plain data, one display for each case."""

import contextlib
import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from selfcheck.compare import TIME_IS_OVER
from selfcheck.encoding import encode
from selfcheck.task import Case
from selfcheck.tasks import declaration, kernel_hook

MIME = "application/vnd.autograder.observation+json"


@contextlib.contextmanager
def substitute(namespace: dict, sources: dict[str, str]) -> Iterator[None]:
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
    """Sets the same random numbers for every call, whatever ran before, and what else the course's kernels reset."""
    random.seed(seed)
    np.random.seed(seed)
    kernel_hook("start_afresh", lambda seed: None)(seed)


def answer(namespace: dict, case: Case) -> dict:
    """One answer as plain JSON: the case's task and number, and its values, or what it raised, or that the name is missing."""
    observation: dict[str, Any] = {"task": case.task, "number": case.number}
    function = namespace.get(declaration(case.task).defines)
    if function is None:
        return observation | {"missing": True}
    start_afresh(case.number)
    try:
        return observation | {
            "value": {name: encode(value) for name, value in declaration(case.task).ask(function, case.recipe).items()}
        }
    except KeyboardInterrupt:
        return observation | {"value": {"raised": encode(TimeoutError(TIME_IS_OVER))}}
    except Exception as error:  # whatever a student's function raises is its answer
        return observation | {"value": {"raised": encode(error)}}


def observe(namespace: dict, cases: Iterable[Case], sources: dict[str, str] | None = None) -> Iterator[dict]:
    """The answers of a notebook's function to one case after the other; after a time-out no more are asked."""
    with substitute(namespace, sources or {}):
        for case in cases:
            observation = answer(namespace, case)
            yield observation
            if observation.get("value", {}).get("raised", {}).get("type") == "TimeoutError":
                return


def only_the_processor(device: str) -> contextlib.AbstractContextManager:
    """Makes cases where a course says nothing of devices.

    Raises:
        ValueError: another device than the processor is asked for.
    """
    if device != "cpu":
        raise ValueError(f"this course's cases are made on the processor alone, not on {device}")
    return contextlib.nullcontext()


def publish(namespace: dict, cases: str, sources: str = "{}", device: str = "cpu") -> None:
    """Puts each answer into the notebook's outputs, under one MIME type of our own.

    Args:
        namespace: where the functions are.
        cases, sources: what `observe` takes, as JSON text.
        device: where the functions are asked, "cpu" or "cuda".
    """
    from IPython.display import publish_display_data

    with kernel_hook("on", only_the_processor)(device):
        for observation in observe(namespace, [Case(**case) for case in json.loads(cases)], json.loads(sources)):
            publish_display_data({MIME: observation})
