"""Between which numbers the mean of some differences lies.

No two generators draw the same samples, so a function is asked with a row of seeds: the mean of its intervals is nearly the same.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from lab import cases, drawn
from selfcheck.compare import shown
from selfcheck.encoding import Array
from selfcheck.judgement import Untold
from selfcheck.task import Answer, Comparison, Task, is_array

SEEDS = 32  # an end of 2,000 means is off by a hundredth or two of the interval's width; the mean of 32 ends by a third of one
APART = 0.025  # of the width: by how much the mean of the ends may differ
OF_ONE = 4.0  # times as much where all seeds give one interval: it is as far off as one may be
WANDERING = 0.035  # of its own width: by how much an interval's end may change from seed to seed


def ask(function: Callable, recipe: dict) -> dict:
    confidence, seed = recipe["confidence"], recipe["seed"]
    first = function(differences(recipe), confidence, seed)
    if not is_pair(first) or not np.isfinite(np.array(first, float)).all():
        return {"interval": np.array(first, float) if is_pair(first) else first}
    ends = [first, *(function(differences(recipe), confidence, seed + number) for number in range(1, SEEDS))]
    array = np.array(ends, float)  # (SEEDS, 2)
    return {
        "interval": array.mean(axis=0),
        "wandering": array.std(axis=0) / (np.ptp(array.mean(axis=0)) or 1.0),
        "same_seed_same_interval": tuple(function(differences(recipe), confidence, seed)) == tuple(first),
        "other_seed_other_interval": len({tuple(one) for one in array.round(9).tolist()}) > 1,
    }


def differences(recipe: dict) -> np.ndarray:
    """(n,) float64, more of them small than large."""
    return cases.values(recipe["differences"]).astype(np.float64) * 0.2 + recipe["differences"].get("more", 0.0)


def is_pair(value: Any) -> bool:
    """Whether something is two numbers."""
    kinds = (int, float, np.integer, np.floating)
    if isinstance(value, np.ndarray):
        return value.shape == (2,) and value.dtype.kind in "fi"
    return isinstance(value, (tuple, list)) and len(value) == 2 and all(isinstance(one, kinds) for one in value)


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with its ends for comparing: twice over where all seeds give one interval, which may be off by more."""
    interval = answer.get("interval")
    if interval is None or not is_array(interval) or interval.shape != (2,):
        return answer
    times = 1 if answer.get("other_seed_other_interval") else 2
    return {**answer, "interval.ends": replace(interval, values=np.tile(interval.values, times), shape=(2 * times,))}


# --- what the student's check says ----------------------------------------------------------------------------------


def no_pair(value: Any) -> str | None:
    """Why a value is not two numbers, or None."""
    is_one = is_array(value) and value.shape == (2,) and np.isfinite(value.values).all()
    return None if is_one else f"interval: expected two numbers (low, high), got {said(value)}."


def said(value: Any) -> str:
    return "NaN or infinite ones" if isinstance(value, Array) and value.shape == (2,) else shown(value)


def around_the_mean(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where the two numbers are not in order, or do not lie on both sides of the mean, or None."""
    complaint = no_pair(value)
    if complaint:
        return complaint
    low, high = value.values
    if low > high:
        return "interval: the first number should be the lower one."
    middle, width = (expected["low"] + expected["high"]) / 2, expected["high"] - expected["low"]
    return None if low <= middle + width / 4 and high >= middle - width / 4 else "interval: it does not hold the mean."


def other_ends(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with the ends, or None."""
    if not is_array(value) or value.shape not in ((2,), (4,)) or not np.isfinite(value.values).all():
        return Untold("interval: there are no two numbers to compare.")
    low, high = sorted(value.values[:2])
    width = expected["high"] - expected["low"]
    limit = expected["tolerance"] * width * (OF_ONE if value.values.size > 2 else 1.0)
    if max(abs(low - expected["low"]), abs(high - expected["high"])) <= limit:
        return None
    mine = high - low
    if abs(mine - width) <= limit:
        return "interval: it is as wide as it should be, and lies elsewhere."
    return f"interval: it is {mine:.4g} wide; a {'wider' if mine < width else 'narrower'} one was expected."


def steady(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where the ends change too much from seed to seed, or None."""
    if not is_array(value) or not np.isfinite(value.values).all():
        return Untold("interval: there are no two numbers to compare.")
    few = "interval: its ends change much from seed to seed; how many samples do you draw?"
    return None if value.values.max() <= WANDERING else few


def same(name: str, value: Any, expected: dict) -> str | None:
    if value is None:
        return Untold("there is no interval.")
    return None if value else "two calls with one seed gave two intervals."


def other(name: str, value: Any, expected: dict) -> str | None:
    if value is None:
        return Untold("there is no interval.")
    return None if value else "all seeds give one and the same interval."


TASK = Task(
    defines="paired_interval",
    ask=ask,
    visible=[
        {"differences": {"values": 380, "shape": [20], "positive": True}, "confidence": 0.95, "seed": 381},
        {"differences": {"values": 382, "shape": [7], "more": 0.1}, "confidence": 0.6, "seed": 383},
    ],
    checks={
        "around_the_mean": [Comparison("interval", around_the_mean)],
        "middle_share": [Comparison("interval.ends", other_ends), Comparison("wandering", steady)],
        "seed": [
            Comparison("same_seed_same_interval", same),
            Comparison("other_seed_other_interval", other, rests_on=("middle_share",)),
        ],
    },
    derive=derive,
    beside=("wandering",),
    draw={"interval": drawn.nothing, "wandering": drawn.nothing},
)
