"""The evidence for the rubric's tolerances: how far right answers lie apart, and how far from them the nearest mistake lies.

Right answers are the references under every condition that there is (`autograder.audit.conditions`), in other interpreters too,
and all the right samples. What was measured is kept in docs/spreads.json, one entry for each environment; from it and from
the catalogue of mistakes docs/tolerances.md is written.
"""

import json
import math
import os
import subprocess
from collections.abc import Iterator
from functools import cache, partial
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autograder.assignments import all_cases, all_tasks, declaration, reference, task_names
from autograder.audit import conditions
from autograder.audit.margins import KIND, DecodedAnswers, margins, tolerances
from autograder.audit.samples import asked, samples
from autograder.audit.separation import margins_of_mistake
from autograder.judging.judge import read_observations
from autograder.judging.known_mistakes import known
from autograder.layout import course_root
from autograder.workers.progress import progress
from selfcheck.observe import answer

SPREADS, TABLE = "docs/spreads.json", "docs/tolerances.md"  # of the course
SAMPLES = "right samples"  # the environment under which these are kept
UNGRADED = ("CUDA, TF32",)  # the grader asks with full precision: what less does is for the reader alone
STREAMS = 60  # of random baselines
EQUAL = 1.001  # two mistakes that lie no farther apart are equally near: rounding decides between them
EXACT = 1e-9  # of a tolerance: below it two answers are the same

Spread = dict[str, dict[str, float]]  # condition -> "task.TOLERANCE" -> the largest distance


# --- right answers -----------------------------------------------------------------------------------------------------


def widest(task: str, given: DecodedAnswers) -> dict[str, float]:
    """The largest distance that right answers to a task measure against each of its tolerances.

    Raises:
        RuntimeError: one of them is of another kind; then something else is wrong than rounding.
    """
    found = dict.fromkeys((f"{task}.{name}" for name in tolerances(task)), 0.0)
    for margin in margins(task, given):
        if margin.tolerance == KIND:
            raise RuntimeError(f"{task}: a right answer fails {margin.check} on case {margin.number}, and not by rounding")
        name = f"{task}.{margin.tolerance}"
        found[name] = max(found[name], float(margin.measured))
    return found


def of_conditions(observed: dict[str, dict[str, list[dict]]]) -> Spread:
    """The spread of the references under each condition, from what `autograder.audit.conditions` gives."""
    return {
        condition: {
            name: value for task in all_tasks() for name, value in widest(task, read_observations(task, answers[task])).items()
        }
        for condition, answers in observed.items()
    }


def of_samples() -> Spread:
    """The spread of the right samples, each under its own name."""
    paths = progress(samples("full_marks"), "asking the right samples")
    return {f"{path.parent.name}/{path.stem}": widest(path.parent.name, asked(path)) for path in paths}


def of_random_streams() -> Spread:
    """The spread of what references draw at random, over many random streams.

    Where right answers differ for another reason, as from student to student, the reference takes no stream, and draws nothing.
    """
    found: dict[str, float] = {}
    for task in (name for name in task_names() if "rng" in signature(reference(name)).parameters):
        for seed in range(STREAMS):
            function = partial(reference(task), rng=np.random.default_rng(seed))
            answers = [answer({declaration(task).defines: function}, case) for case in all_cases(task)]
            for name, value in widest(task, read_observations(task, answers)).items():
                found[name] = max(found.get(name, 0.0), value)
    return {f"{STREAMS} random streams": found}


def elsewhere(python: str) -> dict[str, Any]:
    """What `autograder.audit.conditions` gives in another interpreter.

    Raises:
        RuntimeError: it failed there; with its last words.
    """
    environment = os.environ | {"PYTHONPATH": str(course_root())}
    command = [python, "-m", "autograder.audit.conditions"]
    done = subprocess.run(command, cwd=course_root(), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"{python} could not run the references: {(done.stderr.strip() or 'it said nothing').splitlines()[-1]}"
        )
    return json.loads(done.stdout)


class Survey(NamedTuple):
    """Spreads by environment, and why some could not be measured."""

    spreads: dict[str, Spread]
    skipped: dict[str, str]


def survey(pythons: list[str]) -> Survey:
    """Everything that can be measured here, and in other interpreters."""
    spreads, skipped = {SAMPLES: of_samples()}, {}
    for python in ("", *pythons):
        if python and not Path(python).is_file():
            skipped[python] = "there is no such interpreter"
            continue
        found = elsewhere(python) if python else conditions.all_observed()
        spreads[found["environment"]] = of_conditions(found["conditions"])
        if not python:
            spreads[found["environment"]] |= of_random_streams()
        skipped |= {f"{found['environment']}: {name}": reason for name, reason in found["skipped"].items()}
    return Survey(spreads, skipped)


# --- the other side ----------------------------------------------------------------------------------------------------


class Side(NamedTuple):
    """One side of a tolerance: who lies there, and how far from the reference."""

    measured: float
    who: str


@cache
def nearest_mistake(task: str, tolerance: str) -> Side | None:
    """The mistake that exceeds a tolerance by the least, on the case where it does so the most; of equals the first by name."""
    found = []
    for mistake in known(task):
        measured = [m for m in margins_of_mistake(task, mistake.name) if m.tolerance == tolerance and m.times > 1]
        if measured:
            found.append(Side(max(float(m.measured) for m in measured), mistake.name))
    least = min(found, default=None)
    return least and min((side for side in found if side.measured < EQUAL * least.measured), key=lambda side: side.who)


def farthest_right(name: str, spreads: dict[str, Spread]) -> Side:
    """The right answer that lies farthest from the reference, of those that a grader may meet."""
    found = [
        Side(values.get(name, 0.0), f"{environment}, {condition}" if environment != SAMPLES else condition.partition("/")[2])
        for environment, spread in spreads.items()
        for condition, values in spread.items()
        if condition not in UNGRADED
    ]
    return max(found)


class Evidence(NamedTuple):
    """A tolerance and both its sides."""

    name: str
    value: float
    of: str
    right: Side
    wrong: Side | None

    @property
    def below(self) -> float:
        """How many times the farthest right answer fits into the tolerance."""
        return self.value / self.right.measured if self.right.measured > EXACT * self.value else math.inf

    @property
    def above(self) -> float:
        """How many tolerances away the nearest mistake is."""
        return self.wrong.measured / self.value if self.wrong else math.nan


def evidence(spreads: dict[str, Spread]) -> Iterator[Evidence]:
    """Every tolerance of the rubric with both its sides."""
    for task in all_tasks():
        for name, tolerance in tolerances(task).items():
            whole = f"{task}.{name}"
            yield Evidence(whole, float(tolerance), tolerance.of, farthest_right(whole, spreads), nearest_mistake(task, name))


# --- writing -----------------------------------------------------------------------------------------------------------


def digits(value: float) -> str:
    """A number in two digits."""
    return "exact" if value == 0 else "-" if math.isnan(value) else f"{value:.2g}"


def fold(value: float) -> str:
    """A ratio in two digits, in words where it is endless."""
    return "exact" if math.isinf(value) else "-" if math.isnan(value) else f"{value:.2g} x" if value < 1000 else "over 1000 x"


HEAD = """# The tolerances of the rubric, with the evidence on both sides

`autograder audit tolerances --write` wrote this table; a test writes it again and compares. A right answer may differ from the
reference by rounding or by a choice that the assignment leaves open; a wrong one differs by its mistake. Each tolerance
lies between. Distances are norms of differences over the reference's norm, never elementwise, unless the last column
says otherwise.

- *farthest right*: the largest distance of a right answer, and whose: the reference in float64, on all threads, in other
  batches, in channels_last, in other versions of torch, or a sample of `tests/submissions/full_marks`. *exact* is none at all.
- *nearest wrong*: the known mistake that this check catches most narrowly, in the case where it is farthest off.
- the margins: how many times the farthest right answer fits into the tolerance, how many tolerances away the nearest
  mistake is. Where that is near, another check catches it: every known mistake is at least ten tolerances away at one
  (`autograder audit separation` prints how far).

| tolerance | value | farthest right | margin | nearest wrong | margin | part of |
|---|---|---|---|---|---|---|
"""


def document(spreads: dict[str, Spread]) -> str:
    """The text of docs/tolerances.md."""
    lines = []
    for e in evidence(spreads):
        right = f"{digits(e.right.measured)} ({e.right.who})" if e.right.measured > EXACT * e.value else "exact"
        wrong = f"{digits(e.wrong.measured)} ({e.wrong.who})" if e.wrong else "-"
        lines.append(f"| {e.name} | {e.value:g} | {right} | {fold(e.below)} | {wrong} | {fold(e.above)} | {e.of} |")
    measured = "\n".join(f"- {name}: {', '.join(spread)}" for name, spread in spreads.items() if name != SAMPLES)
    return f"{HEAD}{chr(10).join(lines)}\n\nMeasured in\n\n{measured}\n- {len(spreads[SAMPLES])} {SAMPLES}\n"


def recorded() -> dict[str, Spread]:
    """The spreads that were written down."""
    return json.loads((course_root() / SPREADS).read_text(encoding="utf-8")) if (course_root() / SPREADS).is_file() else {}


def rounded(spreads: dict[str, Spread]) -> dict[str, Spread]:
    """Spreads in two digits, since a third says nothing, without what is exact."""

    def of_condition(values: dict[str, float]) -> dict[str, float]:
        return {name: float(f"{value:.1e}") for name, value in values.items() if value > 0}

    return {
        environment: {condition: of_condition(values) for condition, values in spread.items()}
        for environment, spread in spreads.items()
    }


def write(found: Survey) -> None:
    """Writes down what was found here beside what was found elsewhere, and the table with it."""
    spreads = dict(sorted((recorded() | rounded(found.spreads)).items()))
    (course_root() / SPREADS).write_text(json.dumps(spreads, indent=1) + "\n", encoding="utf-8")
    (course_root() / TABLE).write_text(document(spreads), encoding="utf-8")


def table(spreads: dict[str, Spread]) -> Iterator[str]:
    """The lines of the table on the screen."""
    yield f"{'tolerance':44}{'value':>9}{'right':>10}{'margin':>13}{'wrong':>10}{'margin':>13}  farthest right | nearest wrong"
    for e in evidence(spreads):
        wrong, who = (digits(e.wrong.measured), e.wrong.who) if e.wrong else ("-", "-")
        sides = f"{digits(e.right.measured):>10}{fold(e.below):>13}{wrong:>10}{fold(e.above):>13}"
        right = e.right.who if e.right.measured > EXACT * e.value else "-"
        yield f"{e.name:44}{e.value:>9g}{sides}  {right} | {who}"
