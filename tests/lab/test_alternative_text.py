"""Every figure says in words what it shows, and a notebook keeps the words beside the picture."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from lab.alternative_text import WithText, course_of, described, where


@pytest.mark.parametrize(
    ("corner", "words"),
    [((0, 0), "in the upper left"), ((8, 4), "in the lower centre"), ((4, 4), "in the centre"), ((4, 8), "in the middle right")],
)
def test_where_most_of_a_map_lies(corner, words):
    values = np.full((9, 9), 0.01)
    values[corner] = -5
    assert where(values) == f"most of it {words}"


def test_maps_of_nothing_of_nan_and_of_few_cells():
    assert where(np.zeros((4, 4))) == where(np.full((4, 4), np.nan)) == "empty"
    assert where(np.eye(2)) == "most of it in the upper left"


def test_the_course_of_a_line():
    assert course_of("it", [0, 1, 2], [0.1, 0.9, 0.4]) == "it goes from 0.1 to 0.4 and is highest, 0.9, at 1"


def test_a_notebook_keeps_it_beside_the_picture(monkeypatch):
    shell = InteractiveShell.instance()
    formatter = shell.display_formatter.formatters["image/png"]
    try:
        formatter.for_type(Figure, lambda figure: ("cGl4ZWxz", {"width": 7}))
        figure = described(described(plt.figure(), "first"), "An  elephant\nbelow")
        data, metadata = formatter(figure)
        assert (data, metadata) == ("cGl4ZWxz", {"width": 7, "alt": "An elephant below"})
        assert not isinstance(formatter.lookup_by_type(Figure).drawing, WithText)
        other = plt.figure()
        assert formatter(other) == ("cGl4ZWxz", {"width": 7})
    finally:
        formatter.pop(Figure)
        InteractiveShell.clear_instance()
        plt.close("all")


def test_outside_a_notebook_it_is_an_attribute():
    assert described(plt.figure(), "words").alternative_text == "words"
