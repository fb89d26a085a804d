"""paired_interval: between which numbers the mean of some differences lies, by the bootstrap."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.tolerance import Tolerance
from lab.tasks.paired_interval import APART, OF_ONE, WANDERING

HELD_OUT: list[dict] = [
    {"differences": {"values": 4180, "shape": [26], "positive": True}, "confidence": 0.8, "seed": 4181},
    {"differences": {"values": 4182, "shape": [7], "more": -0.2}, "confidence": 0.9, "seed": 4183},
    {"differences": {"values": 4184, "shape": [15], "positive": True}, "confidence": 0.6, "seed": 4185},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`confidence`, in 0..1": ("middle_share", 100),
    "two numbers, `(low, high)`": ("around_the_mean", 0),
    "Draw 2,000 samples of `n` differences with replacement": ("middle_share", 1),
    "as much is left out below as above": ("middle_share", 101),
    "The same `seed` gives the same interval, another `seed` another one": ("seed", 0),
}

TOLERANCE = Tolerance(APART, of="the interval's width: how far an end lies from the right one, on the average over many seeds")
ONE_SEED = Tolerance(APART * OF_ONE, of="the interval's width: the same, where all seeds give one interval")
STEADY = Tolerance(WANDERING, of="the interval's own width: how far an end wanders from seed to seed")


def ends(answer: Answer) -> np.ndarray:
    """(2,) the given numbers, where there are two.

    Raises:
        CheckFailed: there are no two finite numbers; the first check says so.
    """
    if answer.why_no_array("interval") or answer.why_no_numbers("interval"):
        raise answer.untold(
            "expected two numbers (low, high)" if "raised" not in answer.given else answer.why_not_there("interval")
        )
    return answer.array("interval")


@pytest.mark.points(1)
def test_around_the_mean(answers: Answers):
    """The result is two numbers, the lower one first, and the mean of the differences lies between them."""
    for answer in answers:
        if "raised" not in answer.given and (answer.why_no_array("interval") or answer.why_no_numbers("interval")):
            raise answer.wrong("expected two numbers (low, high)")
        low, high = ends(answer)
        if low > high:
            raise answer.wrong("the first number should be the lower one")
        expected = answer.wanted("interval")
        middle, width = expected.mean(), np.ptp(expected)
        if low > middle + width / 4 or high < middle - width / 4:
            raise answer.wrong("the interval does not hold the mean of the differences")


@pytest.mark.points(1)
def test_middle_share(answers: Answers):
    """Between the two numbers lies the middle share of the means of 2,000 samples: no more and no less, and hardly by chance."""
    for answer in answers:
        given, expected = np.sort(ends(answer)), answer.wanted("interval")
        limit = TOLERANCE if answer["other_seed_other_interval"] is True else ONE_SEED
        if limit.exceeded_by(float(np.abs(given - expected).max() / np.ptp(expected))):
            width = answer.words.number(float(np.ptp(given)), float(np.ptp(expected)))
            raise answer.wrong(
                f"one of the numbers is another one; the width should be about {np.ptp(expected):.2g}, got {width}"
            )
        if STEADY.exceeded_by(float(answer.array("wandering").max())):
            raise answer.wrong("the ends change much from seed to seed: how many samples do you draw?")


@pytest.mark.points(1)
def test_seed(answers: Answers):
    """The same seed gives the same interval, and another seed another one."""
    for answer in answers:
        ends(answer)
        if answer["same_seed_same_interval"] is not True:
            raise answer.wrong("two calls with one seed gave two intervals")
        if answer["other_seed_other_interval"] is not True:
            raise answer.wrong("all seeds give one and the same interval", rests_on=("middle_share",))
