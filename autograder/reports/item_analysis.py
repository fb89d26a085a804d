"""What a class's results say of its tasks: how hard each check was, whom it tells apart, which mistakes were made.

Facility is the share of the points that the class earned; discrimination the correlation of a task's or a check's points
with the rest of the student's points (Ebel & Frisbie 1991, ch. 13): near 0, it does not tell strong
students from weak ones.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Rows = list[dict[str, Any]]
FEW = 5  # students; of fewer no correlation is worth saying
TELLING = 0.2  # a discrimination above this tells strong students from weak ones


@dataclass
class CheckStatistics:
    """One check of one task."""

    name: str
    sentence: str
    facility: float
    discrimination: float  # NaN where everybody has the same

    @property
    def separates_nobody(self) -> bool:
        return self.facility in (0.0, 1.0)


@dataclass
class TaskStatistics:
    """One task."""

    task: str
    facility: float
    discrimination: float
    statuses: Counter
    mistakes: Counter  # name -> how many students
    checks: list[CheckStatistics] = field(default_factory=list)


def totals(rows: Rows) -> dict[str, tuple[float, float]]:
    """Student -> (points, points that could be had), of those whose every task was judged."""
    points: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    unjudged = {row["student"] for row in rows if row["status"] == "not_judged"}
    for row in rows:
        if row["student"] not in unjudged:
            points[row["student"]][0] += row["points"]
            points[row["student"]][1] += row["max_points"]
    return {student: (got, most) for student, (got, most) in points.items()}


def by_task(rows: Rows) -> list[TaskStatistics]:
    """The statistics of every task, in the order in which they are named; who was not judged does not count."""
    everything = {student: got for student, (got, _) in totals(rows).items()}
    found = []
    for task in dict.fromkeys(row["task"] for row in rows):
        own = [row for row in rows if row["task"] == task and row["student"] in everything]
        statistics = TaskStatistics(
            task,
            share(row["points"] / (row["max_points"] or 1) for row in own),
            discrimination([(row["points"], everything[row["student"]]) for row in own]),
            Counter(row["status"] for row in rows if row["task"] == task),
            Counter(row["misconception"] for row in own if row["misconception"]),
        )
        statistics.checks = of_checks(own, everything)
        found.append(statistics)
    return found


def of_checks(own: Rows, everything: dict[str, float]) -> list[CheckStatistics]:
    """The statistics of one task's checks; who submitted nothing has failed them all."""
    sentences = {check["name"]: check for row in own for check in row["checks"]}
    found = []
    for name, told in sentences.items():
        passed = [(earned(row, name), everything[row["student"]]) for row in own]
        most = told["max_points"] or 1
        found.append(
            CheckStatistics(name, told["sentence"], share(points / most for points, _ in passed), discrimination(passed))
        )
    return found


def earned(row: dict[str, Any], check: str) -> float:
    return sum(one["points"] for one in row["checks"] if one["name"] == check)


def share(parts: Iterable[float]) -> float:
    listed = list(parts)
    return sum(listed) / len(listed) if listed else math.nan


def discrimination(pairs: list[tuple[float, float]]) -> float:
    """The correlation of some points with the rest of the total that they are a part of; NaN where there is none to speak of."""
    points = np.array([own for own, _ in pairs])
    rest = np.array([total - own for own, total in pairs])
    if len(pairs) < FEW or not points.std() or not rest.std():
        return math.nan
    return float(np.corrcoef(points, rest)[0, 1])


def uncertainty(students: int) -> float:
    """Half the 95 % interval of a correlation of none, by Fisher's transformation: so far chance alone leads it from 0."""
    return math.tanh(1.96 / math.sqrt(students - 3)) if students > 3 else 1.0


def mistakes(statistics: list[TaskStatistics]) -> list[tuple[str, str, int]]:
    """(task, mistake, how many made it), the most frequent first."""
    counted = [(one.task, name, number) for one in statistics for name, number in one.mistakes.items()]
    return sorted(counted, key=lambda found: -found[2])


def costs(submissions: dict[str, dict]) -> dict[str, float]:
    """What judging took: seconds of wall and CPU time, median, nineteen of twenty and in all; submissions per core-hour."""
    found: dict[str, float] = {}
    for kind in ("seconds", "cpu"):
        spent = [told[kind] for told in submissions.values() if told.get(kind)]
        if spent:
            found |= {f"{kind} median": float(np.median(spent)), f"{kind} p95": float(np.quantile(spent, 0.95))}
            found[f"{kind} all"] = float(sum(spent))
            if kind == "cpu":
                found["per core-hour"] = 3600 * len(spent) / sum(spent)
    return found
