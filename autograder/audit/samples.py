"""Asks a sample answer in this process: quick, and only for samples that we have written ourselves and trust.

Students' code is never asked here: that is `autograder.execution.runner`, in a sandbox.
"""

import contextlib
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

from autograder.assignments import all_cases, declaration
from autograder.authoring.sample_class import samples_folder
from autograder.course_toml import imports
from autograder.grading.probes import substitutes_for
from autograder.judging.judge import DecodedAnswers, read_observations
from selfcheck.observe import observe

NEEDS_A_KERNEL = {"never_ends", "kills_the_kernel"}  # these would end the process that asks


def samples(outcome: str, task: str = "*") -> list[Path]:
    """All the sample answers of one promised outcome that can be asked in this process."""
    return sorted(path for path in (samples_folder() / outcome).glob(f"{task}/*.py") if path.stem not in NEEDS_A_KERNEL)


def ask(task: str, source: str) -> list[dict]:
    """What a cell's function answers to all the cases of its task, as JSON would carry it."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(imports(), namespace)
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        with contextlib.suppress(SyntaxError):
            exec(compile(source, f"<{task}>", "exec"), namespace)
        if declaration(task).defines not in namespace:
            return [{"task": task, "number": case.number, "missing": True} for case in all_cases(task)]
        answers = list(observe(namespace, all_cases(task), substitutes_for(task)))
    return json.loads(json.dumps(answers))


def asked(path: Path) -> DecodedAnswers:
    """A sample file's answers, as the judge reads them."""
    task = path.parent.name
    return read_observations(task, ask(task, path.read_text(encoding="utf-8")))


def true_names(path: Path) -> set[str]:
    """The names of mistakes and of general statements that a wrong sample's second line says are true of it."""
    found = re.search(r"^# True of it: (.+)$", path.read_text(encoding="utf-8"), re.M)
    return set(found[1].split(", ")) if found else set()


def untrue_words(path: Path) -> list[str]:
    """What a wrong sample says its feedback must not hold, because it would be untrue of it."""
    found = re.search(r"^# Untrue of it: (.+)$", path.read_text(encoding="utf-8"), re.M)
    return [words.strip() for words in found[1].split("|")] if found else []
