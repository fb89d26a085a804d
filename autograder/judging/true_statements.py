"""True statements about an unlisted mistake, read off the answers: a factor, an order of axes, another class."""

from collections.abc import Callable
from functools import partial
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from autograder.judging.similarity import TOLERANCE, close, size


class Pair(NamedTuple):
    """The answer to one case beside the right one, and how close two values must be to be called the same."""

    given: np.ndarray
    expected: np.ndarray
    closeness: float = TOLERANCE


Pairs = list[Pair]


def same_numbers(pair: Pair) -> bool:
    """Whether the given values are the expected ones."""
    return close(pair.given, pair.expected, pair.expected, pair.closeness)


def seen_as(pair: Pair, change: Callable[[np.ndarray], np.ndarray]) -> bool:
    """Whether the given values are the expected ones after a change to both."""
    return same_numbers(pair._replace(given=change(pair.given), expected=change(pair.expected)))


def everywhere(pairs: Pairs, relation: Callable[[Pair], bool]) -> bool:
    """Whether a relation holds on every case."""
    return bool(pairs) and all(relation(pair) for pair in pairs)


def same_shapes(pairs: Pairs) -> bool:
    return everywhere(pairs, lambda pair: pair.given.shape == pair.expected.shape)


def not_finite(pairs: Pairs) -> bool:
    return any(not np.isfinite(pair.given).all() for pair in pairs)


def all_zero(pairs: Pairs) -> bool:
    return everywhere(pairs, lambda pair: not pair.given.any()) and any(pair.expected.any() for pair in pairs)


def one_value(pairs: Pairs) -> bool:
    """Each answer holds one and the same value at all its places, and it should not."""
    several = [pair for pair in pairs if pair.given.size > 1 and np.ptp(pair.expected) > 0]
    return len(several) > 1 and everywhere(
        several, lambda pair: bool(np.ptp(pair.given) <= 1e-9 * (np.abs(pair.given).max() or 1.0))
    )


def axes_of_length_one(pairs: Pairs) -> bool:
    return everywhere(pairs, lambda pair: pair.given.ndim != pair.expected.ndim and seen_as(pair, np.squeeze))


def axes_permuted(pairs: Pairs) -> bool:
    """One other order of the axes makes all the answers right."""
    dimensions = {pair.given.ndim for pair in pairs} | {pair.expected.ndim for pair in pairs}
    if len(dimensions) != 1 or not 2 <= (axes := dimensions.pop()) <= 5:
        return False
    return any(
        everywhere(pairs, lambda pair, order=order: same_numbers(pair._replace(given=pair.given.transpose(order))))  # type: ignore[misc]
        for order in permutations(range(axes))
        if order != tuple(range(axes))
    )


def mirrored(pairs: Pairs) -> bool:
    """Turning round one or more axes makes all the answers right."""
    if not same_shapes(pairs):
        return False
    axes = range(min(pair.expected.ndim for pair in pairs))
    return any(
        everywhere(pairs, lambda pair, turned=turned: same_numbers(pair._replace(given=np.flip(pair.given, turned))))  # type: ignore[misc]
        for count in range(1, len(axes) + 1)
        for turned in combinations(axes, count)
    )


def other_places(pairs: Pairs) -> bool:
    in_order = partial(np.sort, axis=None)
    several = any(pair.expected.size > 1 for pair in pairs)
    return several and everywhere(pairs, lambda pair: pair.given.size == pair.expected.size and seen_as(pair, in_order))


def signs_wrong(pairs: Pairs) -> bool:
    return same_shapes(pairs) and everywhere(pairs, lambda pair: seen_as(pair, np.abs))


def factors(pairs: Pairs) -> list[float] | None:
    """For each case the factor between given and expected, or None where one of them has none."""
    if not same_shapes(pairs) or all(pair.expected.size < 2 for pair in pairs):  # one number is any number's multiple
        return None
    found = []
    for given, expected, closeness in pairs:
        factor = float((given * expected).sum() / ((expected * expected).sum() or 1.0))
        if not np.isfinite(factor) or size(given - factor * expected) > closeness * size(given):
            return None
        found.append(factor)
    return found


def factors_are(pairs: Pairs, wanted: float) -> bool:
    """Whether the factor is the same on every case."""
    found = factors(pairs)
    return found is not None and all(abs(factor / wanted - 1) < pair.closeness for factor, pair in zip(found, pairs, strict=True))


def sign_flipped(pairs: Pairs) -> bool:
    return factors_are(pairs, -1.0)


def scaled(pairs: Pairs) -> bool:
    exactly = min(pairs, key=lambda pair: pair.closeness)
    found = factors([exactly])
    return bool(found and found[0]) and factors_are(pairs, found[0])  # type: ignore[index]


def scaled_case_by_case(pairs: Pairs) -> bool:
    """Each case has a positive factor of its own, and one that holds several numbers shows that it is a factor."""
    found = factors(pairs) or [0.0]
    shown = [abs(factor - 1) > pair.closeness for factor, pair in zip(found, pairs, strict=False) if pair.expected.size > 1]
    return all(factor > 0 for factor in found) and any(shown)


def shifted(pairs: Pairs) -> bool:
    """The same amount is added at every place."""

    def by_one_amount(pair: Pair) -> bool:
        given, expected, closeness = pair
        return bool(given.size > 2 and np.ptp(given - expected) <= closeness * np.ptp(expected) > 0)

    return same_shapes(pairs) and everywhere(pairs, by_one_amount)


def straight_line(pairs: Pairs) -> bool:
    """Given = a * expected + b, with numbers a and b of each case."""

    def on_a_line(pair: Pair) -> bool:
        given, expected, closeness = pair
        if given.size < 4 or not np.ptp(expected) or not np.ptp(given):
            return False
        slope, offset = np.polyfit(expected.ravel(), given.ravel(), 1)
        return size(given - slope * expected - offset) <= closeness * size(given - given.mean())

    return same_shapes(pairs) and everywhere(pairs, on_a_line)


def line_for_each_channel(pairs: Pairs) -> bool:
    """Given = a * expected + b, with numbers a and b of each of the three colours."""

    def by_channel(pair: Pair) -> bool:
        given, expected, closeness = pair
        if expected.ndim < 3 or 3 not in expected.shape:
            return False
        axis = 1 if expected.ndim == 4 else 2
        if expected.shape[axis] != 3:
            return False
        channels = zip(np.moveaxis(given, axis, 0), np.moveaxis(expected, axis, 0), strict=True)
        return straight_line([Pair(mine, right, closeness) for mine, right in channels])

    return same_shapes(pairs) and everywhere(pairs, by_channel)


STATEMENTS: tuple[tuple[str, Callable[[Pairs], bool], str, str], ...] = (
    (
        "not_finite",
        not_finite,
        "There are NaN or infinite values.",
        "Some of your values are no numbers at all. Where could your code divide by zero?",
    ),
    (
        "all_zero",
        all_zero,
        "The answer is zero everywhere.",
        "Your result is zero everywhere, on every case. Print it after each of your steps: where does it vanish?",
    ),
    (
        "one_value",
        one_value,
        "The answer holds one and the same value everywhere.",
        "Your result holds the same value at every place. Which of your steps throws the differences away?",
    ),
    (
        "axes_of_length_one",
        axes_of_length_one,
        "Right values, with too many or too few axes of length one.",
        "The values are right, the number of axes is not. Compare the shape with the one that is asked for.",
    ),
    (
        "axes_permuted",
        axes_permuted,
        "Right values, with the axes in another order.",
        "The values are right, but the axes stand in another order. Compare the shape with the one that is asked for.",
    ),
    (
        "mirrored",
        mirrored,
        "Right values, turned round along an axis.",
        "The values are right, but they run backwards along one of the axes.",
    ),
    (
        "other_places",
        other_places,
        "Right values, at other places.",
        "All the right numbers are there, at wrong places. Where does your code move or re-cut axes?",
    ),
    (
        "sign_flipped",
        sign_flipped,
        "Every value has the opposite sign.",
        "Every value is right but for its sign. Where does a minus come in, or which difference is the wrong way round?",
    ),
    (
        "scaled",
        scaled,
        "The same factor everywhere, on every case.",
        "All your values are off by one and the same factor. What do you multiply or divide by, and why?",
    ),
    (
        "scaled_case_by_case",
        scaled_case_by_case,
        "Right but for a factor, which differs from case to case.",
        "Your values stand in the right proportions, but their scale changes from case to case. What do you divide by?",
    ),
    (
        "signs_wrong",
        signs_wrong,
        "The sizes are right, the signs are not.",
        "The sizes of your values are right, the signs are not. Follow a sign through your code: where should it go?",
    ),
    (
        "shifted",
        shifted,
        "The same amount too much, or too little, at every place of a case.",
        "Your values are too large or too small by the same amount at every place. What is added or subtracted?",
    ),
    (
        "straight_line",
        straight_line,
        "A linear function of the right values: scaled and shifted.",
        "Your values are the right ones, stretched and moved. Is there a rescaling that was not asked for?",
    ),
    (
        "line_for_each_channel",
        line_for_each_channel,
        "In each colour a linear function of the right values.",
        "In each colour your values are the right ones, stretched or moved. What do you subtract there, and divide by?",
    ),
)
