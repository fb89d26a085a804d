"""Alternative text: what a figure shows, in words, for readers who do not see it. A notebook keeps it beside the picture."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

ROWS, COLUMNS = ("upper", "middle", "lower"), ("left", "centre", "right")


def described(figure: Figure, text: str) -> Figure:
    """The figure, which from now on carries `text` into the notebook's output and into pages made from it."""
    figure.alternative_text = " ".join(text.split())  # type: ignore[attr-defined]
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        formatter = shell.display_formatter.formatters["image/png"]
        drawing = formatter.lookup_by_type(Figure) if Figure in formatter else None
        if drawing is not None and not isinstance(drawing, WithText):
            formatter.for_type(Figure, WithText(drawing))
    return figure


class WithText:
    """IPython's way of drawing a figure as PNG, and the text beside it.

    Args:
        drawing: IPython's own function, which gives the PNG, or the PNG and what is to be known of it.
    """

    def __init__(self, drawing):
        self.drawing = drawing

    def __call__(self, figure: Figure) -> Any:
        drawn = self.drawing(figure)
        text = getattr(figure, "alternative_text", None)
        if drawn is None or text is None:
            return drawn
        png, metadata = drawn if isinstance(drawn, tuple) else (drawn, {})
        return png, {**metadata, "alt": text}


def where(values: np.ndarray) -> str:
    """Where most of a map (H, W) lies, in words: the ninth of the picture with the largest sum."""
    values = np.nan_to_num(np.abs(np.asarray(values, dtype=float)))
    if not values.any():
        return "empty"
    ninths = [[part.sum() for part in np.array_split(band, 3, axis=1)] for band in np.array_split(values, 3, axis=0)]
    row, column = np.unravel_index(np.argmax(ninths), (3, 3))
    if (row, column) == (1, 1):
        return "most of it in the centre"
    return f"most of it in the {ROWS[row]} {COLUMNS[column]}"


def course_of(name: str, x: Sequence[float], y: Sequence[float]) -> str:
    """How a line runs, in words: its ends and its highest point."""
    highest = int(np.argmax(y))
    return f"{name} goes from {y[0]:.3g} to {y[-1]:.3g} and is highest, {y[highest]:.3g}, at {x[highest]:.3g}"
