"""The course's charts: lines, bars, boxes, and tables of numbers as text. Each function draws one figure and returns it."""

from collections.abc import Sequence
from itertools import cycle, pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from lab.alternative_text import course_of, described
from lab.doubt import Interval
from lab.titles import in_lines

LINE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f")  # told apart by all (Okabe, Ito)
MANY_LINES = 4  # of more the names stand beside the chart, where they hide nothing
FEW = 15  # points of a curve that are marked one by one


def curves(
    x: Sequence[float], named: dict[str, Sequence[float]], xlabel: str, ylabel: str, title: str = "", **settings
) -> Figure:
    """Lines over one x, told apart by colour and dash; `settings` go to the axes, such as xscale="log"."""
    beside = len(named) > MANY_LINES
    figure, axis = plt.subplots(figsize=(8 if beside else 6.5, 3.4), layout="constrained")
    styles = cycle(zip(LINE_COLOURS, ("o-", "s--", "^:", "d-.", "v-", "x--", "*:"), strict=True))
    for (name, y), (colour, style) in zip(named.items(), styles, strict=False):
        axis.plot(x, y, style, color=colour, label=name, markersize=4 if len(x) <= FEW else 0)
    axis.set(xlabel=xlabel, ylabel=ylabel, title=title, **settings)
    axis.grid(alpha=0.3)
    where: dict[str, Any] = {"loc": "center left", "bbox_to_anchor": (1, 0.5)} if beside else {}
    axis.legend(frameon=False, **where)
    told = "; ".join(course_of(name, x, y) for name, y in named.items())
    return described(figure, f"{title or 'Lines'}, over {xlabel} from {x[0]:.3g} to {x[-1]:.3g}: {told}.")


def completeness(steps: Sequence[int], sums: dict[str, Sequence[float]], change: float) -> Figure:
    """The sum of all attributions against the number of steps, and the change of the score that it should meet."""
    figure = curves(steps, sums, "steps on the path", "sum of all attributions", "Completeness", xscale="log")
    axis = figure.axes[0]
    axis.axhline(change, color=plt.rcParams["text.color"], linewidth=1, label="F(image) − F(baseline)")
    axis.set_xticks(steps, [str(step) for step in steps])
    axis.minorticks_off()
    axis.legend(frameon=False)
    told = "; ".join(course_of(f"the sum from the {name}", steps, y) for name, y in sums.items())
    return described(figure, f"Completeness, over the number of steps: {told}. The line that it should meet is at {change:.3g}.")


def bars(named: dict[str, float], xlabel: str, title: str = "") -> Figure:
    """Numbers as bars that lie, the first on top, each with its value."""
    figure, axis = plt.subplots(figsize=(6.5, 0.8 + 0.36 * len(named)), layout="constrained")
    drawn = axis.barh(list(named), list(named.values()), color="#0072b2", height=0.6)
    axis.bar_label(drawn, fmt="%.2g", padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.15)
    axis.set(xlabel=xlabel, title=title)
    told = "; ".join(f"{name} {value:.3g}" for name, value in named.items())
    return described(figure, f"{title or 'Bars'}, {xlabel}: {told}.")


def differences(rows: dict[str, Sequence[float]], intervals: dict[str, Interval], xlabel: str, title: str = "") -> Figure:
    """Paired differences, a dot for each scene and a row for each comparison, with the mean and its interval below the dots."""
    figure, axis = plt.subplots(figsize=(8, 1.2 + 0.55 * len(rows)), layout="constrained")
    for row, (name, found) in enumerate(rows.items()):
        mean, low, high, *_ = intervals[name]
        axis.plot(found, np.full(len(found), row - 0.12), "o", color="#0072b2", alpha=0.45, markersize=4)
        axis.errorbar(mean, row + 0.18, xerr=[[mean - low], [high - mean]], fmt="D", color="#d55e00", capsize=4, markersize=5)
    axis.axvline(0, color=plt.rcParams["text.color"], linewidth=0.8)
    axis.set_yticks(range(len(rows)), [in_lines(name, 34) for name in rows])
    axis.set(xlabel=xlabel, title=title, ylim=(len(rows) - 0.5, -0.5))
    axis.grid(alpha=0.3, axis="x")
    told = "; ".join(f"{name}: mean {one.mean:+.2f}, from {one.low:+.2f} to {one.high:+.2f}" for name, one in intervals.items())
    return described(figure, f"{title or 'Differences'}, {xlabel}, with intervals of 95 %: {told}.")


def table(rows: dict[str, dict[str, float]], corner: str = "") -> str:
    """Numbers as text in columns, for print()."""
    columns = list(next(iter(rows.values())))
    widths = [max(len(name), 10) for name in columns]
    first = max(len(name) for name in [corner, *rows])
    lines = [corner.ljust(first) + "".join("  " + name.rjust(w) for name, w in zip(columns, widths, strict=True))]
    for name, numbers in rows.items():
        cells = (number(numbers[column]).rjust(width) for column, width in zip(columns, widths, strict=True))
        lines.append(name.ljust(first) + "".join("  " + cell for cell in cells))
    return "\n".join(lines)


def number(value: float) -> str:
    """Three digits; a dash where there is no number."""
    return "-" if np.isnan(value) else f"{value:.3g}"


def boxes(sizes: dict[str, tuple[int, ...]], title: str = "") -> Figure:
    """A network as a row of boxes: each one's height and width follow the size and the channels of what leaves it."""
    figure, axis = plt.subplots(figsize=(8, 3), layout="constrained")
    left, middles = 0.0, []
    for name, shape in sizes.items():
        tall, wide = extent(shape)
        axis.add_patch(plt.Rectangle((left, -tall / 2), wide, tall, facecolor="#56b4e9", edgecolor=plt.rcParams["text.color"]))
        axis.text(left + wide / 2, tall / 2 + 0.05, name, ha="center", va="bottom")
        axis.text(left + wide / 2, -tall / 2 - 0.05, " × ".join(map(str, shape)).replace(" × ", " ×\n", 1), ha="center", va="top")
        middles.append((left, left + wide))
        left += wide + 0.75
    for (_, start), (end, _) in pairwise(middles):
        axis.annotate("", (end - 0.03, 0), (start + 0.03, 0), arrowprops={"arrowstyle": "->", "color": "#7f7f7f"})
    axis.set(xlim=(-0.4, left - 0.3), ylim=(-1.5, 1.25), title=title)
    axis.axis("off")
    told = "; ".join(f"{name} {' × '.join(map(str, shape))}" for name, shape in sizes.items())
    return described(figure, f"{title or 'Boxes'}, from left to right: {told}.")


def extent(shape: tuple[int, ...]) -> tuple[float, float]:
    """Height and width of a box for (C, h, w) or (K,): logarithmic, so that all fit."""
    tall = np.log2(shape[-1] + 1) / 4.0 if len(shape) == 3 else np.log2(shape[0] + 1) / 6.0
    wide = 0.08 * np.log2(shape[0] + 1) if len(shape) == 3 else 0.12
    return float(tall), float(wide)
