"""What is said of a submission: frozen records, and their JSON."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

from selfcheck.printable import printable

Status = Literal["passed", "partial", "failed", "unanswered", "not_judged"]
STATUS_WORDS: dict[str, str] = {  # for students and instructors alike, on every page and in every table
    "passed": "right",
    "partial": "partly right",
    "failed": "not right",
    "unanswered": "no answer",
    "not_judged": "not judged",
}
SENTENCE_SIGNS = {"passed": ("✓", "right"), "failed": ("✗", "not right"), "untested": ("–", "could not be tested")}


@dataclass(frozen=True)
class Check:
    """One check of the rubric: its sentence, its points, and how it went."""

    name: str
    sentence: str
    points: float
    max_points: float
    passed: bool
    message: str = ""  # what was wrong, for the student
    tested: bool = True  # a check that is not passed: whether the answers show its sentence to be untrue

    @property
    def sign(self) -> str:
        """✓ for a sentence that is true of the answers, ✗ for one that is not, – for one of which they tell nothing."""
        return SENTENCE_SIGNS[self.state][0]

    @property
    def state(self) -> str:
        """One of `SENTENCE_SIGNS`."""
        return "passed" if self.passed else "failed" if self.tested else "untested"

    def __post_init__(self) -> None:
        cleaned(self, "name", "sentence", "message")


@dataclass(frozen=True)
class Provenance:
    """What a verdict rests on: 16 hexadecimal digits for each; `autograder.grading.provenance` says of what. Empty: not known."""

    submission: str = ""
    release: str = ""
    rubric: str = ""
    reference: str = ""
    cases: str = ""
    environment: str = ""

    def to_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Verdict:
    """What one task of one submission is worth, and why."""

    task: str
    points: float
    max_points: float
    status: Status
    message: str
    checks: tuple[Check, ...] = ()
    misconception: str | None = None
    hint: str = ""
    hashes: Provenance = Provenance()
    world: str = ""  # where the function was asked: in the "notebook" as it was submitted, or "alone"
    waits: str = ""  # why a person must look before this stands; empty where nobody need

    def __post_init__(self) -> None:
        cleaned(self, "task", "message", "hint", "waits")
        if self.misconception is not None:
            cleaned(self, "misconception")

    @classmethod
    def of_checks(cls, task: str, checks: Iterable[Check]) -> "Verdict":
        """The verdict that the checks add up to."""
        checks = tuple(checks)
        points, most = sum(check.points for check in checks), sum(check.max_points for check in checks)
        if points == most:
            return cls(task, points, most, "passed", "Right, on every case.", checks)
        missed = sorted((check for check in checks if not check.passed), key=lambda check: not check.tested)
        complaints = [check.message for check in missed]
        status: Status = "partial" if points > 0 else "failed"
        return cls(task, points, most, status, complaints[0] if complaints else "", checks)

    @classmethod
    def unanswered(cls, task: str, checks: Iterable[Check], message: str) -> "Verdict":
        """No answer: none of the points, and no blame."""
        checks = tuple(checks)
        return cls(task, 0.0, sum(check.max_points for check in checks), "unanswered", message, checks)

    @classmethod
    def not_judged(cls, task: str, max_points: float, message: str) -> "Verdict":
        """The grader's own fault: no grade at all, and a loud message; never a zero that sticks."""
        return cls(task, 0.0, max_points, "not_judged", message)

    def resting_on(self, hashes: Provenance) -> "Verdict":
        """The same verdict, with what it rests on."""
        return replace(self, hashes=hashes)

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict) -> "Verdict":
        """The verdict that `to_json` wrote."""
        checks = tuple(Check(**check) for check in plain["checks"])
        return cls(**{**plain, "checks": checks, "hashes": Provenance(**plain.get("hashes", {}))})


def cleaned(record: Check | Verdict, *names: str) -> None:
    """Cleans a record's texts as it is made, once for all who show them: there may be a student's own words in them."""
    for name in names:
        object.__setattr__(record, name, printable(getattr(record, name)))


def unjudged(verdicts: Iterable[Verdict]) -> str:
    """Why verdicts are not recorded of which one is missing; empty where none is. No mark is better than a wrong one."""
    blank = [verdict.message for verdict in verdicts if verdict.status == "not_judged"]
    return f"not judged, no marks written: {blank[0]}" if blank else ""


def in_words(verdict: Verdict, say: Callable[[str], str] = str) -> str:
    """A verdict as the student reads it.

    Args:
        say: what says a sentence in the language of the reader; as it is, records are English.
    """
    lines = [say(f"{verdict.task}: {verdict.points:g} of {verdict.max_points:g} points")]
    if verdict.waits:
        lines.append(f"  {say(f'waits for a person: {verdict.waits}')}")
    if verdict.status == "unanswered":
        return "\n".join([*lines, f"  {say(verdict.message)}"]) + "\n"
    for check in verdict.checks:
        lines.append(f"  {check.sign} {say(check.sentence)} ({check.points:g}/{check.max_points:g})")
        if not check.passed:
            lines.append(f"      {say(check.message)}")
    if verdict.hint:
        lines.append(f"  {say('Hint:')} {say(verdict.hint)}")
    return "\n".join(lines) + "\n"
