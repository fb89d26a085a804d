"""The figures of the class report, as SVG within the page: told apart without colours, and read without sight."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.catalogues import say
from autograder.judging.verdict import STATUS_WORDS
from autograder.reports.item_analysis import TaskStatistics

LOOK: Any = {
    "svg.fonttype": "none",
    "font.size": 11,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
STATUSES = {  # Okabe & Ito's colours, and a pattern for each
    "passed": ("#0072b2", ""),
    "partial": ("#56b4e9", "//"),
    "failed": ("#d55e00", "xx"),
    "unanswered": ("#cccccc", ".."),
    "not_judged": ("#cc79a7", "++"),
}
MOST_MISTAKES = 15
LONGEST_NAME = 60  # characters
STYLE = re.compile(r"<style.*?</style>", re.S)


def shorter(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    with mpl.rc_context(LOOK):
        yield Figure(figsize=(width, height), layout="constrained")


def as_svg(drawn: Figure, said: str) -> str:
    """A figure as a part of the page, with its words for those who do not see it."""
    with mpl.rc_context(LOOK | {"svg.hashsalt": "report"}):
        written = io.StringIO()
        drawn.savefig(
            written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}, transparent=True
        )
    svg = STYLE.sub("", written.getvalue())
    svg = svg[svg.index("<svg") :].replace("<svg", f"<svg role='img' aria-label='{escape(said)}' class='figure'", 1)
    return f"<figure>{svg}<figcaption>{escape(said)}</figcaption></figure>"


def distribution(totals: dict[str, tuple[float, float]]) -> str:
    """How many students have how many points."""
    points, most = [got for got, _ in totals.values()], max((most for _, most in totals.values()), default=0)
    edges = np.linspace(0, most or 1, min(int(most) or 1, 20) + 1)
    with figure(8, 3) as drawn:
        axes = drawn.subplots()
        axes.hist(points, list(edges), color="#0072b2", edgecolor="white")
        axes.set(xlabel=say(f"points of {most:g}"), ylabel=say("students"), xlim=(0, most or 1))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    said = say(f"Marks of {len(points)} students")
    if points:
        said += "; " + say(f"median {np.median(points):g}, from {min(points):g} to {max(points):g}")
    return as_svg(drawn, said)


def how_tasks_went(statistics: list[TaskStatistics]) -> str:
    """A bar for each task: the shares of right, partly right, wrong and no answer."""
    with figure(8, 0.6 + 0.38 * len(statistics)) as drawn:
        axes = drawn.subplots()
        names = [shorter(one.task) for one in statistics][::-1]
        left = np.zeros(len(names))
        for status, (colour, pattern) in STATUSES.items():
            word = say(STATUS_WORDS[status])
            shares = np.array([one.statuses[status] / (one.statuses.total() or 1) for one in statistics][::-1]) * 100
            if shares.any():
                axes.barh(range(len(names)), shares, left=left, color=colour, hatch=pattern, edgecolor="white", label=word)
            left += shares
        axes.set_yticks(range(len(names)), names, parse_math=False)
        axes.set(xlabel=say("per cent of the class"), xlim=(0, 100))
        drawn.legend(loc="outside upper center", ncols=5, frameon=False)
    hardest = min(statistics, key=lambda one: one.facility, default=None)
    said = say("How the tasks went")
    if hardest:
        said += "; " + say(f"the hardest was {hardest.task}: {hardest.facility:.0%} of its points were earned")
    return as_svg(drawn, said)


def frequent_mistakes(counted: list[tuple[str, str, int]]) -> str:
    """The mistakes that have a name, by how many made them."""
    shown = counted[:MOST_MISTAKES][::-1]
    with figure(8, 0.8 + 0.32 * len(shown)) as drawn:
        axes = drawn.subplots()
        axes.barh(range(len(shown)), [number for *_, number in shown], color="#d55e00")
        axes.set_yticks(
            range(len(shown)), [shorter(f"{name.replace('_', ' ')}  ({task})") for task, name, _ in shown], parse_math=False
        )
        axes.set(xlabel=say("students"))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    said = say("Known mistakes by how many students made them")
    if len(counted) > MOST_MISTAKES:
        said += ", " + say(f"and {len(counted) - MOST_MISTAKES} more in the table")
    return as_svg(drawn, said)
