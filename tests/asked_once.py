"""Answers that several tests of one run want, asked once: the processes of a run share them in a folder that ends with it."""

import hashlib
import json
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.judging.misconception import Misconception

FOLDER = "ANSWERS_OF_THIS_RUN"  # the environment's name for it; conftest.py makes it and takes it away


def ask(task: str, source: str) -> list[dict]:
    """What a cell's function answers to all the cases of its task, as JSON would carry it."""
    from autograder.audit import samples  # here, for conftest.py loads nothing of the course

    return once(f"{task}\n{source}", lambda: samples.ask(task, source))


def ask_twin(task: str, mistake: "Misconception") -> list[dict]:
    """What the wrong variant of a known mistake answers, likewise."""
    from autograder.assignments import all_cases, declaration
    from selfcheck.observe import observe

    def asked() -> list[dict]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(observe({declaration(task).defines: mistake.wrong_variant}, all_cases(task)))

    return once(f"{task} {mistake.name}", asked)


def once(name: str, asked: Callable[[], list[dict]]) -> list[dict]:
    """The answers of that name; whoever comes first asks for them."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return json.loads(json.dumps(asked()))
    path = Path(folder) / hashlib.sha256(name.encode()).hexdigest()
    if not path.is_file():
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as file:
            json.dump(asked(), file)
        os.replace(file.name, path)  # two may have asked at the same time: either answer is right
    return json.loads(path.read_text(encoding="utf-8"))
