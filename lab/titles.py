"""Titles of figures and panels, cut into lines so that nothing is clipped and none runs into its neighbour."""

from textwrap import wrap

from matplotlib.figure import Figure

LETTERS = 9.5  # of a figure's title in an inch


def headline(figure: Figure, title: str) -> None:
    """Puts a title above a figure, in as many lines as its width asks for."""
    if title:
        figure.suptitle(in_lines(title, int(LETTERS * figure.get_size_inches()[0])))


def in_lines(name: str, most: int) -> str:
    """A name in as few lines of `most` characters as can be, and in even ones; `σ = 3` stays together."""
    name = name.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    count = len(wrap(name, most, break_long_words=False))
    widths = (wrap(name, width, break_long_words=False) for width in range(1, most + 1))
    return "\n".join(next((lines for lines in widths if len(lines) == count), [name]))
