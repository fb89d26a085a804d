"""What the benchmark of large classes makes of its measurements, against cases that can be worked out on paper."""

import random

import pytest

from benchmarks.scale import between, pace, spread


def test_the_pace_is_that_of_the_middle_in_whatever_order_it_is_found():
    written = [20.0 + 0.5 * turn for turn in range(20)]  # half a second each
    written[0], written[-1] = 2.0, 90.0  # the start of the workers is before the first, and one was left over at the end
    random.Random(1).shuffle(written)
    assert pace(written) == pytest.approx(0.5)


def test_a_slow_middle_shows():
    assert pace([float(turn + 9 * (turn >= 5)) for turn in range(10)]) == pytest.approx((8 - 1 + 9) / 7)


@pytest.mark.parametrize("written", [[], [1.0], [1.0, 2.0], [1.0, 2.0, 3.0]])
def test_too_few_have_no_pace(written):
    assert pace(written) == 0


def test_a_spread_is_the_median_between_the_least_and_the_most():
    assert spread([1.9, 1.75, 1.84], 2) == "1.84 (1.75 to 1.90)"


def test_each_turn_is_held_against_those_before_and_after_it():
    """A machine that becomes slower all the time does not change what comes out."""
    assert between([4.0, 8.0], [1.0, 3.0, 5.0]) == [2.0, 2.0]


def test_a_turn_without_a_neighbour_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        between([4.0, 8.0], [1.0, 3.0])
