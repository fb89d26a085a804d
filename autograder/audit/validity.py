"""Is the grading valid? Right samples in full, wrong ones caught, no mistake called by a wrong name: a table of all of them.

A wrong sample's second line says which names are true of it; any other name would mislead the student who reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignments import task_names
from autograder.audit.margins import farthest
from autograder.audit.samples import ask, samples, true_names
from autograder.audit.separation import margins_of_mistake
from autograder.judging.diagnosis import known
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict
from autograder.workers.progress import progress

MOST = 0.75  # of a task's points: what one mistake may leave


@dataclass
class Row:
    """What became of one task's samples."""

    task: str
    right: dict[str, Verdict] = field(default_factory=dict)  # sample -> verdict
    wrong: dict[str, Verdict] = field(default_factory=dict)
    true: dict[str, set[str]] = field(default_factory=dict)  # wrong sample -> the names that are true of it

    @property
    def refused(self) -> list[str]:
        return [name for name, verdict in self.right.items() if verdict.status != "passed"]

    @property
    def generous(self) -> list[str]:
        return [name for name, verdict in self.wrong.items() if not verdict.points <= MOST * verdict.max_points]

    def named(self, truly: bool) -> list[str]:
        """The wrong samples whose verdict has a name that is, or is not, true of them."""
        named = {sample: verdict.misconception for sample, verdict in self.wrong.items() if verdict.misconception}
        return [sample for sample, name in named.items() if (name in self.true[sample]) == truly]

    @property
    def smallest_margin(self) -> tuple[float, str]:
        """The known mistake that lies nearest to the right answer, in tolerances."""
        worst = ((farthest(margins_of_mistake(self.task, m.name)), m.name) for m in known(self.task))
        return min((margin.times, name) for margin, name in worst if margin)


def judged(path: Path) -> Verdict:
    task = path.parent.name
    return judge({task: ask(task, path.read_text(encoding="utf-8"))})[task]


def survey() -> list[Row]:
    """All the samples, asked and judged."""
    rows = []
    for task in progress(task_names(), "asking and judging the samples, task by task"):
        row = Row(task)
        row.right = {path.stem: judged(path) for path in samples("full_marks", task)}
        wrong = samples("wrong", task)
        row.wrong = {path.stem: judged(path) for path in wrong}
        row.true = {path.stem: true_names(path) for path in wrong}
        rows.append(row)
    return rows


def table(rows: list[Row]) -> Iterator[str]:
    """The table, one line for each task."""
    heads = f"{'right in full':>15}{'wrong caught':>14}{'named right':>13}{'unknown':>9}{'named wrong':>13}"
    yield f"{'task':24}{heads}  smallest margin"
    for row in rows:
        full, caught = len(row.right) - len(row.refused), len(row.wrong) - len(row.generous)
        truly, wrongly = len(row.named(True)), len(row.named(False))
        unknown = len(row.wrong) - truly - wrongly
        times, who = row.smallest_margin
        yield (
            f"{row.task:24}{f'{full} of {len(row.right)}':>15}{f'{caught} of {len(row.wrong)}':>14}{truly:>13}{unknown:>9}"
            f"{wrongly:>13}  {times:.2g} tolerances ({who})"
        )


def faults(rows: list[Row]) -> Iterator[str]:
    """What is unfair, sample by sample."""
    for row in rows:
        yield from (f"NOT IN FULL: {row.task}/{name}: {row.right[name].message}" for name in row.refused)
        yield from (f"NOT CAUGHT: {row.task}/{name} got {row.wrong[name].points:g} points" for name in row.generous)
        for name in row.named(truly=False):
            yield f"NAMED WRONG: {row.task}/{name} is not {row.wrong[name].misconception}"
