"""Titles of figures and panels, cut into lines so that nothing is clipped and none runs into its neighbour."""

from contextlib import AbstractContextManager
from textwrap import wrap

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

LETTERS = 8.5  # of a title in an inch
READ_AT = 7.5  # inches: phones show a wider figure so small that its letters could not be read, so they are drawn larger


def enlarged(figure: Figure) -> float:
    """By how much the letters of a figure are larger, so that they can be read where a page shows it smaller."""
    return max(1.0, float(figure.get_size_inches()[0]) / READ_AT)


def letters_for(figure: Figure) -> AbstractContextManager[None]:
    """What is written in this context can be read; the figure itself is made before it (see show.maps_of_classes)."""
    return plt.rc_context({"font.size": enlarged(figure) * plt.rcParams["font.size"]})


def headline(figure: Figure, title: str) -> None:
    """Puts a title above a figure, in as many lines as its width asks for; bold, so that it is not read as a panel's."""
    if title:
        figure.suptitle(above(figure, title, figure.get_size_inches()[0]), fontweight="bold")


def above(figure: Figure, name: str, inches: float) -> str:
    """A name in as many lines as a width in inches asks for, with the letters of this figure."""
    return in_lines(name, int(LETTERS * inches / enlarged(figure)))


def in_lines(name: str, most: int) -> str:
    """A name in as few lines of `most` characters as can be, and in even ones; `σ = 3` stays together."""
    name = name.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    count = len(wrap(name, most, break_long_words=False))
    widths = (wrap(name, width, break_long_words=False) for width in range(1, most + 1))
    return "\n".join(next((lines for lines in widths if len(lines) == count), [name]))
