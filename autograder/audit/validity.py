"""Is the grading valid? Right samples in full, wrong ones caught, and what is said of them true: a table of all of them.

A wrong sample's second line says which names are true of it; any other name would mislead the student who reads it. A line
`# Untrue of it:` gives words that its feedback must not hold, parted by bars. `wrong/` holds one sample of a mistake or two,
`written_otherwise/` the known mistakes again, in other idioms than those of the wrong variants that they are compared with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignments import task_names
from autograder.audit.margins import farthest
from autograder.audit.samples import ask, samples, true_names, untrue_words
from autograder.audit.separation import margins_of_mistake
from autograder.judging.judge import judge_task
from autograder.judging.known_mistakes import known
from autograder.judging.verdict import Verdict
from autograder.workers.progress import progress

MOST = 0.75  # of a task's points: what one mistake may leave
NAMED = 0.9  # of the wrong samples: how many have a name at least
WRONG, OTHERWISE = "wrong", "written_otherwise"
KINDS = ("named right", "named wrong", "unnamed but true", "misleading")


@dataclass(frozen=True)
class Sample:
    """A wrong sample, and what is known to be true and untrue of it.

    Args:
        verdict: the verdict as a student reads it.
        words: all that is said of it, also where nothing had to be kept back.
    """

    verdict: Verdict
    words: str
    true: set[str]
    untrue: list[str]

    @property
    def kind(self) -> str:
        """One of `KINDS`: a wrong name counts before untrue words, and both before a right name."""
        name = self.verdict.misconception
        if name and name not in self.true:
            return "named wrong"
        if any(untrue in self.words for untrue in self.untrue):
            return "misleading"
        return "named right" if name else "unnamed but true"


@dataclass
class Row:
    """What became of one task's samples."""

    task: str
    right: dict[str, Verdict] = field(default_factory=dict)  # sample -> verdict
    wrong: dict[str, Sample] = field(default_factory=dict)

    @property
    def refused(self) -> list[str]:
        return [name for name, verdict in self.right.items() if verdict.status != "passed"]

    @property
    def generous(self) -> list[str]:
        verdicts = {name: sample.verdict for name, sample in self.wrong.items()}
        return [name for name, verdict in verdicts.items() if not verdict.points <= MOST * verdict.max_points]

    def of_kind(self, kind: str) -> list[str]:
        """The wrong samples of which that holds."""
        return [name for name, sample in self.wrong.items() if sample.kind == kind]

    @property
    def smallest_margin(self) -> tuple[float, str]:
        """The known mistake that lies nearest to the right answer, in tolerances."""
        worst = ((farthest(margins_of_mistake(self.task, m.name)), m.name) for m in known(self.task))
        return min((margin.times, name) for margin, name in worst if margin)


def judged(path: Path) -> Verdict:
    """The verdict on a sample, as a student reads it."""
    task = path.parent.name
    return judge_task(task, ask(task, path.read_text(encoding="utf-8")))


def sample_of(path: Path) -> Sample:
    """A wrong sample, judged with and without the reserve that is kept about answers to held-out cases."""
    task = path.parent.name
    answers = ask(task, path.read_text(encoding="utf-8"))
    verdict, frank = judge_task(task, answers), judge_task(task, answers, knew_more=False)
    words = "\n".join(text for v in (verdict, frank) for text in (v.hint, *(check.message for check in v.checks)))
    return Sample(verdict, words, true_names(path), untrue_words(path))


def survey(outcome: str = WRONG) -> list[Row]:
    """All the wrong samples of one kind, asked and judged, and of `WRONG` the right ones, too."""
    rows = []
    for task in progress(task_names(), f"asking and judging the samples ({outcome}), task by task"):
        right = samples("full_marks", task) if outcome == WRONG else []
        wrong = {path.stem: sample_of(path) for path in samples(outcome, task)}
        rows.append(Row(task, {path.stem: judged(path) for path in right}, wrong))
    return rows


def table(rows: list[Row]) -> Iterator[str]:
    """The table of the samples, one line for each task, and one for all."""
    heads = f"{'right in full':>15}{'wrong caught':>14}" + "".join(f"{kind:>18}" for kind in KINDS)
    yield f"{'task':24}{heads}  smallest margin"
    for row in rows:
        times, who = row.smallest_margin
        yield f"{line(row.task, [row])}  {times:.2g} tolerances ({who})"
    yield line("all", rows)


def table_of_writings(rows: list[Row]) -> Iterator[str]:
    """The table of known mistakes that are written otherwise."""
    yield f"{'written otherwise':24}{'':15}{'wrong caught':>14}" + "".join(f"{kind:>18}" for kind in KINDS)
    for name, some in [*((row.task, [row]) for row in rows if row.wrong), ("all", rows)]:
        yield line(name, some)


def line(name: str, rows: list[Row]) -> str:
    """A line of the table, about one task or about several."""
    right, wrong = sum(len(row.right) for row in rows), sum(len(row.wrong) for row in rows)
    full = f"{right - sum(len(row.refused) for row in rows)} of {right}" if right else ""
    caught = f"{wrong - sum(len(row.generous) for row in rows)} of {wrong}"
    return f"{name:24}{full:>15}{caught:>14}" + "".join(f"{count(kind, rows):>18}" for kind in KINDS)


def count(kind: str, rows: list[Row]) -> int:
    return sum(len(row.of_kind(kind)) for row in rows)


def faults(rows: list[Row]) -> Iterator[str]:
    """What is unfair, sample by sample."""
    for row in rows:
        yield from (f"NOT IN FULL: {row.task}/{name}: {row.right[name].message}" for name in row.refused)
        for name in row.generous:
            yield f"NOT CAUGHT: {row.task}/{name} got {row.wrong[name].verdict.points:g} points"
        for name in row.of_kind("named wrong"):
            yield f"NAMED WRONG: {row.task}/{name} is not {row.wrong[name].verdict.misconception}"
        for name in row.of_kind("misleading"):
            untrue = [words for words in row.wrong[name].untrue if words in row.wrong[name].words]
            yield f"MISLEADING: of {row.task}/{name} it is said {', '.join(map(repr, untrue))}"
    all_wrong, named = sum(len(row.wrong) for row in rows), count("named right", rows)
    if named < NAMED * all_wrong:
        yield f"NAMED TOO SELDOM: {named} of {all_wrong}"
