"""The charts draw the numbers that they were given, and say them in words; tables are text in columns."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb

from lab import charts
from lab.doubt import Interval


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_curves_are_told_apart_and_told_in_words():
    figure = charts.curves([0, 1, 2], {"one": [0.1, 0.9, 0.4], "two": [1, 1, 1]}, "α", "probability", "Lines")
    one, two = figure.axes[0].lines
    assert list(one.get_ydata()) == [0.1, 0.9, 0.4]
    assert (one.get_color(), one.get_linestyle()) != (two.get_color(), two.get_linestyle())
    assert "one goes from 0.1 to 0.4 and is highest, 0.9, at 1" in figure.alternative_text


def test_completeness_draws_the_change_that_is_to_be_met():
    figure = charts.completeness([1, 2, 5], {"black": [0.1, 0.2, 0.3]}, change=0.31)
    assert [line.get_ydata()[0] for line in figure.axes[0].lines] == [0.1, 0.31]
    assert figure.alternative_text.endswith("should meet is at 0.31.")


def test_the_first_bar_is_on_top_and_each_has_its_number():
    figure = charts.bars({"elephant": 0.75, "shark": 0.125}, "probability", "Guesses")
    low, high = figure.axes[0].get_ylim()
    assert low > high
    assert [patch.get_width() for patch in figure.axes[0].patches] == [0.75, 0.125]
    assert figure.alternative_text == "Guesses, probability: elephant 0.75; shark 0.125."


def test_boxes_name_every_part_and_its_size():
    figure = charts.boxes({"image": (3, 224, 224), "logits": (1000,)}, "Network")
    assert {text.get_text().replace("\n", " ") for text in figure.axes[0].texts} >= {"image", "3 × 224 × 224", "logits", "1000"}
    assert figure.alternative_text == "Network, from left to right: image 3 × 224 × 224; logits 1000."


INTERVAL = Interval(0.1, -0.2, 0.4, 12, 20)
DRAWN = {
    "curves": lambda: charts.curves([0, 1], {f"map {k}": [k, 1] for k in range(6)}, "x", "y", "Lines"),
    "completeness": lambda: charts.completeness([1, 2, 5], {"black": [0.1, 0.2, 0.3]}, change=0.31),
    "bars": lambda: charts.bars({"elephant": 0.75, "shark": 0.125}, "probability", "Guesses"),
    "differences": lambda: charts.differences({"one": [0.1, 0.2]}, {"one": INTERVAL}, "difference", "Paired"),
    "boxes": lambda: charts.boxes({"image": (3, 224, 224), "logits": (1000,)}, "Network"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_letters_can_be_read_on_a_phone_and_lines_in_a_dark_theme(name):
    with plt.style.context("dark_background"):
        figure = DRAWN[name]()
    letters = [text for text in figure.findobj(plt.Text) if text.get_text().strip()]
    phone = 380 / figure.get_size_inches()[0] / 72  # pixels of a page on a phone in a point
    assert min(text.get_fontsize() for text in letters) * phone >= 6.5
    drawn = [text.get_color() for text in letters] + [line.get_color() for line in figure.axes[0].lines]
    assert [colour for colour in drawn if max(to_rgb(colour)) < 0.4] == []


def test_table_has_a_line_for_each_row():
    text = charts.table({"black": {"gap": 0.1234}, "blurred": {"gap": 12.0}}, "baseline")
    assert [line.split() for line in text.split("\n")] == [["baseline", "gap"], ["black", "0.123"], ["blurred", "12"]]


def test_no_number_is_a_dash():
    assert charts.table({"black": {"gap": float("nan")}}).split() == ["gap", "black", "-"]
