"""Wrong variants of `paired_interval`: each is the reference with one mistake."""

import numpy as np
from scipy.stats import norm

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("paired_interval")
MAIN = ("interval",)
DRAWS = 2000
came_before: set[tuple] = set()  # arguments of `seed_forgotten`


def closeness(answer) -> float:
    """How far right answers lie apart: by too much for general statements."""
    return 0.1


def same_values(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two intervals count as one: within a tenth of their width."""
    return bool(np.abs(one - other).max() <= 0.1 * abs(np.ptp(other)) + 1e-9)


def means(values, seed, count=None, draws=DRAWS) -> np.ndarray:
    """Means of samples with replacement, (draws,)."""
    values = np.asarray(values, np.float64)
    size = (draws, count or len(values))
    return values[np.random.default_rng(seed).integers(0, len(values), size)].mean(1)


def middle(values, confidence) -> tuple[float, float]:
    """The middle part of some numbers."""
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


@mistake("interval_of_the_scenes", hint="Your interval says where single scenes lie. Where does their mean lie?")
def interval_of_the_scenes(differences, confidence, seed):
    """Quantiles of the differences themselves."""
    return middle(differences, confidence)


@mistake("spread_without_the_root", hint="Does your interval shrink when there are four times as many scenes?")
def spread_without_the_root(differences, confidence, seed):
    """Mean plus and minus two standard deviations of single scenes."""
    return float(np.mean(differences) - 1.96 * np.std(differences)), float(np.mean(differences) + 1.96 * np.std(differences))


@mistake("confidence_as_error", hint="Ask for 0.95 and for 0.5: which interval should be wider?")
def confidence_as_error(differences, confidence, seed):
    """Confidence is taken for the share that is left out."""
    return middle(means(differences, seed), 1 - confidence)


@mistake("all_of_the_error_on_each_side", hint="An interval leaves something out on two sides. How much on each?")
def all_of_the_error_on_each_side(differences, confidence, seed):
    """alpha instead of alpha / 2 is cut off on each side."""
    low, high = np.quantile(means(differences, seed), [1 - confidence, confidence])
    return float(low), float(high)


@mistake("one_sided", hint="What is left out above your interval?")
def one_sided(differences, confidence, seed):
    """All of the error below, nothing above."""
    low, high = np.quantile(means(differences, seed), [1 - confidence, 1.0])
    return float(low), float(high)


@mistake("without_replacement", hint="Each of your samples holds the same scenes in another order. What is its mean?")
def without_replacement(differences, confidence, seed):
    """Permutations: every mean is the same."""
    rng = np.random.default_rng(seed)
    return middle([rng.permutation(differences).mean() for _ in range(200)], confidence)


@mistake("half_of_the_scenes", hint="How many scenes has each of your samples? As many as there are?")
def half_of_the_scenes(differences, confidence, seed):
    """Samples of half the size: the interval is too wide."""
    return middle(means(differences, seed, count=max(len(differences) // 2, 1)), confidence)


@mistake("seed_forgotten", hint="Call it twice with one seed. Is the interval the same?")
def seed_forgotten(differences, confidence, seed):
    """The generator starts anew from nothing."""
    # The fingerprint of a mistake must be the same each time: what plays chance is whether these arguments came before.
    arguments = (np.asarray(differences, np.float64).tobytes(), confidence, seed)
    again = arguments in came_before
    came_before.add(arguments)
    if again:
        came_before.clear()
    return middle(means(differences, [seed, int(again)]), confidence)


@mistake("seed_ignored", hint="Do two seeds give two intervals?")
def seed_ignored(differences, confidence, seed):
    """One seed for all."""
    return middle(means(differences, 0), confidence)


@mistake("a_few_draws", hint="How many samples do you draw? The text says how many.")
def a_few_draws(differences, confidence, seed):
    """Three samples."""
    return middle(means(differences, seed, draws=3), confidence)


@mistake("medians_for_means", hint="The interval is one of the mean. What do you take of each sample?")
def medians_for_means(differences, confidence, seed):
    """The median of each sample."""
    values = np.asarray(differences, np.float64)
    drawn = values[np.random.default_rng(seed).integers(0, len(values), (DRAWS, len(values)))]
    return middle(np.median(drawn, axis=1), confidence)


@mistake("ends_swapped", hint="Which end comes first?")
def ends_swapped(differences, confidence, seed):
    """(high, low)."""
    low, high = middle(means(differences, seed), confidence)
    return high, low


@mistake("around_zero", hint="Does your interval hold the mean of the differences?")
def around_zero(differences, confidence, seed):
    """The mean is subtracted first, as for a test of no effect."""
    return middle(means(np.asarray(differences) - np.mean(differences), seed), confidence)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(differences, confidence, seed):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def deviations_for_the_confidence(differences, confidence, seed):
    """The normal distribution's interval of single scenes, for the confidence that is asked for."""
    low, high = norm.interval(confidence, np.mean(differences), np.std(differences, ddof=1))
    return float(low), float(high)


WAYS = {"spread_without_the_root": (deviations_for_the_confidence,)}
