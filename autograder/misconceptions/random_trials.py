"""Which mistake with random baselines? Their values depend on the random stream, so signatures are compared instead.

A signature says how many baselines were seen, where they lie, and how the result relates to the paths from them.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from autograder.assignments import all_cases, declaration
from autograder.judging.answers import Answer, expected
from autograder.judging.clock import uncounted
from autograder.judging.misconception import CATALOGUE, Misconception
from autograder.judging.similarity import numbers
from autograder.misconceptions.noise_places import FILLINGS, UNKNOWN, coloured, filled, placed
from autograder.rubric.quadrature import normalised
from autograder.rubric.test_random_baseline import constant_gradient, pixels
from lab import cases
from lab.tasks.random_baseline import most_points
from selfcheck.encoding import decode
from selfcheck.observe import answer as ask

UNEXPLAINED = 1e-3
SAME_DIRECTION = 1 - 1e-7  # the cosine: dark noise differs by 1e-5 only, rounding by 1e-12


class Signature(NamedTuple):
    """What can be said of the trials of one case without their random numbers."""

    baselines: str  # how many different ones there are
    passes: str  # how often the network was shown each path
    place: str  # where the baselines lie
    filling: str  # how they fill the range
    colours: str  # how many random numbers a baseline has
    spread: str  # how far its values are from each other
    result: str  # what the result is, in terms of the paths


LEFT_OPEN = "not written down to the end"


def diagnose(given: list[Answer]) -> Misconception | None:
    """The known mistake whose signature these answers have on every case, or at least all that it gets wrong."""
    if all(answer.given.get("attribution", answer) is None for answer in given):
        return next((mistake for mistake in CATALOGUE["random_baseline"] if mistake.name == "nothing_returned"), None)
    mine = [signature(answer) for answer in given]
    right = [of_reference(answer.case.number) for answer in given]
    if None in mine or mine == right:
        return None
    wrong_variants = [
        (m, [answers_of_mistake(m.name, answer.case.number) for answer in given]) for m in CATALOGUE["random_baseline"]
    ]
    for mistake, theirs in wrong_variants:
        if theirs == mine and not any(UNKNOWN in signature for signature in mine if signature):
            return mistake
    return composed(mine, right, wrong_variants) or unevenly_filled(mine, right)


def unevenly_filled(mine: list, right: list) -> Misconception | None:
    """What the noise looks like, where nothing else is wrong: no known mistake, for it lies too near to even noise for that."""
    fillings = {signature.filling for signature in mine}
    even = [signature._replace(filling=own.filling, spread=own.spread) for signature, own in zip(mine, right, strict=True)]
    if even != right or len(fillings) > 1 or (found := FILLINGS.get(fillings.pop())) is None:
        return None
    return Misconception(found[0], "random_baseline", *found[1:])


Faults = frozenset[tuple[int, int, str]]  # (which case, which part of its signature, what stands there)


def faults_of(signatures: list, right: list) -> Faults:
    """What is wrong in the signatures of all the cases."""
    return frozenset(
        (case, part, signature[part])
        for case, (signature, own) in enumerate(zip(signatures, right, strict=True))
        for part in range(len(own))
        if signature[part] != own[part]
    )


def composed(mine: list, right: list, wrong_variants: list[tuple[Misconception, list]]) -> Misconception | None:
    """The larger of two known mistakes that together explain all that is wrong: then each of them was made.

    Of one plain image in every trial nobody knows whether it was drawn once, or never.
    """
    if any(signature.baselines == "one" and signature.place in ("black", "of one colour each") for signature in mine):
        return None
    wrong = faults_of(mine, right)
    known = [(mistake, faults_of(theirs, right)) for mistake, theirs in wrong_variants if None not in theirs]
    parts = sorted(((m, faults) for m, faults in known if faults and faults < wrong), key=lambda pair: -len(pair[1]))
    return next((m for m, faults in parts if any(faults | others == wrong for _, others in parts)), None)


def read(values: dict, number: int) -> Answer:
    (case,) = (case for case in all_cases("random_baseline") if case.number == number)
    return Answer(case, values, expected("random_baseline", number))


@cache
@uncounted()
def of_reference(number: int) -> Signature | None:
    return signature(read(expected("random_baseline", number), number))


@cache
@uncounted()
def answers_of_mistake(name: str, number: int) -> Signature | None:
    """The signature of a known mistake's answer to one case."""
    (mistake,) = (mistake for mistake in CATALOGUE["random_baseline"] if mistake.name == name)
    (case,) = (case for case in all_cases("random_baseline") if case.number == number)
    observation = ask({declaration("random_baseline").defines: mistake.wrong_variant}, case)
    return signature(read({name: decode(value) for name, value in observation["value"].items()}, number))


def signature(answer: Answer) -> Signature | None:
    """The signature of one case's answer, or None where there is nothing to go by."""
    points, given = numbers(answer.given.get("points")), numbers(answer.given.get("attribution"))
    pixels_of_image = cases.image(answer.recipe["image"]).astype(np.float64)  # (H, W, 3)
    image = normalised(pixels_of_image)
    flat = image.transpose(2, 0, 1).ravel()
    if points is None or given is None or points.ndim != 2 or points.shape[1:] != flat.shape:
        return None
    if len(points) > most_points(answer.recipe):  # nobody who asks writes down so many
        return None
    if not np.isfinite(points).all():
        return None
    starts = [extrapolated(start, points, flat, answer.recipe["steps"]) for start in farthest_points(points, flat)]
    if not starts:
        return None
    first = pixels(answer, np.stack(starts))  # (trials, H, W, 3)
    cut_off = len(points) >= most_points(answer.recipe)  # what the network was shown after that is not written down
    return Signature(
        baselines=LEFT_OPEN if cut_off else counted(len(starts), answer.recipe),
        passes="more than were asked for" if cut_off else passed(len(points), len(starts), answer.recipe),
        place=placed(first, pixels_of_image),
        filling=filled(first, pixels_of_image) if placed(first, pixels_of_image) == "everywhere" else "",
        colours=coloured(first),
        spread="narrow" if first.std(axis=(1, 2, 3)).min() < 60 else "wide",
        result=LEFT_OPEN if cut_off else related(given, image, constant_gradient(answer), normalised(first), answer.recipe),
    )


def on_path(start: np.ndarray, points: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Which of the points (n, d) lie on the path from a start to the image, the image itself left out."""
    offset, offsets = start - image, points - image
    lengths = np.linalg.norm(offsets, axis=1)
    return (offsets @ offset > SAME_DIRECTION * lengths * np.linalg.norm(offset)) & (lengths > 1e-3)


def farthest_points(points: np.ndarray, image: np.ndarray) -> list[np.ndarray]:
    """The farthest point from the image on each path, in the order in which the paths were walked."""
    found: list[np.ndarray] = []
    rest = points[np.linalg.norm(points - image, axis=1) > 1e-3]
    while len(rest) and len(found) < 100:
        path = on_path(rest[0], rest, image)
        found.append(max(rest[path], key=lambda point: np.linalg.norm(point - image)))
        rest = rest[~path]
    return found


def extrapolated(farthest: np.ndarray, points: np.ndarray, image: np.ndarray, steps: int) -> np.ndarray:
    """Where a path starts: up to a step before its farthest observed point, as the distance between its points says."""
    lengths = np.unique(np.linalg.norm((points - image)[on_path(farthest, points, image)], axis=1).round(6))
    gaps = np.diff(lengths)
    if len(gaps) == 0 or np.ptp(gaps) > 1e-3 * gaps.mean():
        return farthest
    whole = gaps.mean() * steps
    half_a_step_away = abs(lengths[0] / gaps.mean() - 0.5) < 0.01  # a midpoint sum
    return image + (farthest - image) * (whole / lengths[-1] if half_a_step_away else 1.0)


def counted(found: int, recipe: dict) -> str:
    trials = recipe["trials"]
    names = {trials: "all", 1: "one", recipe["steps"]: "as many as steps", trials - 1: "one too few", trials + 1: "one too many"}
    return names.get(found, "too few" if found < recipe["trials"] else "too many")


def passed(points: int, found: int, recipe: dict) -> str:
    """How often each path was walked."""
    steps, trials = recipe["steps"], recipe["trials"]
    if points == found * trials and found == steps:
        return "in as many steps as trials"
    times = points / (found * steps)
    return "once" if 1 <= times < 1.7 else "as often as trials" if trials <= times < trials * 1.7 else UNKNOWN


def related(given: np.ndarray, image: np.ndarray, gradient: np.ndarray, starts: np.ndarray, recipe: dict) -> str:
    """What a result is, in terms of the integrated gradients from the baselines that were used."""
    trials = gradient * (image - starts)  # (trials, H, W, 3)
    if given.shape == (3, *image.shape[:2]) != image.shape:
        return "channels first"
    if given.ndim == 4 and given.shape[1:] == image.shape:
        return "all the trials"
    if given.shape != image.shape or not np.isfinite(given).all():
        return UNKNOWN
    pair_by_pair = trials[0]
    for trial in trials[1:]:
        pair_by_pair = (pair_by_pair + trial) / 2
    candidates = {
        "average": trials.mean(0),
        "first": trials[0],
        "last": trials[-1],
        "median": np.median(trials, axis=0),
        "largest": trials.max(0),
        "average of sizes": np.abs(trials).mean(0),
        "size of the average": np.abs(trials.mean(0)),
        "pair by pair": pair_by_pair,
    }
    for name, candidate in candidates.items():
        factor = float((given * candidate).sum() / ((candidate * candidate).sum() or 1.0))
        if factor and np.linalg.norm(given - factor * candidate) < UNEXPLAINED * np.linalg.norm(given):
            times = factor_of(factor, recipe)
            return UNKNOWN if times == UNKNOWN else f"{name} times {times}"
    return UNKNOWN


def factor_of(factor: float, recipe: dict) -> str:
    """A factor in terms of the numbers of trials and steps; a path that ends in the image may leave one step open."""
    trials, steps = recipe["trials"], recipe["steps"]
    named = {"1": 1.0, "-1": -1.0, "trials": trials, "1 / trials": 1 / trials, "(trials - 1) / trials": 1 - 1 / trials}
    named |= {"trials / steps": trials / steps, "trials / (trials + 1)": trials / (trials + 1)}
    for open_step in (1.0, 1 / (1 - 1 / steps)):
        for name, value in named.items():
            if abs(factor / (value * open_step) - 1) < 2e-3:
                return name
    return UNKNOWN


def alike(one: str, other: str, number: int) -> bool:
    """Whether two wrong variants have one signature on a case."""
    return answers_of_mistake(one, number) == answers_of_mistake(other, number)
