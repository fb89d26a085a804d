"""Wrong variants of `rank_correlation`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from reference_solutions.rank_correlation import ranks

mistake = mistakes_in("rank_correlation")
MAIN = ("correlation",)


def of(first: np.ndarray, second: np.ndarray) -> float:
    """Pearson's correlation; 0 where one is constant."""
    first, second = first - first.mean(), second - second.mean()
    length = np.sqrt((first @ first) * (second @ second))
    return float(first @ second / length) if length > 0 else 0.0


def flat(values) -> np.ndarray:
    return np.asarray(values, np.float64).ravel()


def ordinal(values) -> np.ndarray:
    """Ranks in which equal values get different ones, in the order in which they stand."""
    order = np.argsort(flat(values), kind="stable")
    found = np.empty(len(order))
    found[order] = np.arange(len(order))
    return found


@mistake("values_instead_of_ranks", hint="Cube one of the maps: does your number change? Its order does not.")
def values_instead_of_ranks(a, b):
    """Pearson's correlation of the values."""
    return of(flat(a), flat(b))


@mistake("order_instead_of_ranks", hint="Sorting tells which value comes first. Which place has each value? Try three numbers.")
def order_instead_of_ranks(a, b):
    """The result of one argsort is taken for ranks."""
    return of(*(np.argsort(flat(one), kind="stable").astype(float) for one in (a, b)))


@mistake("ties_in_the_order_they_stand", hint="Two pixels are equal: is one of them before the other?")
def ties_in_the_order_they_stand(a, b):
    """Equal values get different ranks."""
    return 0.0 if np.ptp(a) == 0 or np.ptp(b) == 0 else of(ordinal(a), ordinal(b))


@mistake("ties_share_the_lowest", hint="Which rank do equal values share? Their ranks should add up as before.")
def ties_share_the_lowest(a, b):
    """Equal values get the lowest of their ranks."""
    return of(*(np.unique(flat(one), return_inverse=True)[1].astype(float) * 0 + lowest(flat(one)) for one in (a, b)))


def lowest(values: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(values), values).astype(float)


@mistake("ties_closed_up", hint="Three pixels share a place: how many places further is the next one?")
def ties_closed_up(a, b):
    """Dense ranks: after equal values no rank is left out."""
    return of(*(np.unique(flat(one), return_inverse=True)[1].astype(float) for one in (a, b)))


@mistake(
    "short_formula_with_ties", hint="Does your short formula hold where two values are equal? Look up what it is derived from."
)
def short_formula_with_ties(a, b):
    """The short formula, with mean ranks."""
    first, second = ranks(flat(a)), ranks(flat(b))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    count = len(first)
    return float(1 - 6 * ((first - second) ** 2).sum() / (count**3 - count))


@mistake("constant_map_is_nan", hint="A map is the same everywhere. Which order does it have, and what should you return?")
def constant_map_is_nan(a, b):
    """0 / 0 for a constant map."""
    first, second = ranks(flat(a)), ranks(flat(b))
    first, second = first - first.mean(), second - second.mean()
    with np.errstate(invalid="ignore"):
        return float(first @ second / np.sqrt((first @ first) * (second @ second)))


@mistake("constant_map_is_one", hint="Does a flat map agree with every other one?")
def constant_map_is_one(a, b):
    """1 for a constant map."""
    return of(ranks(flat(a)), ranks(flat(b))) if np.ptp(a) > 0 and np.ptp(b) > 0 else 1.0


@mistake("sign_dropped", hint="One map is the other upside down. Which number says so?")
def sign_dropped(a, b):
    """The absolute value of the correlation."""
    return abs(of(ranks(flat(a)), ranks(flat(b))))


@mistake("squared", hint="Is your number the correlation, or the share of variance that it explains?")
def squared(a, b):
    """The square of the correlation."""
    return of(ranks(flat(a)), ranks(flat(b))) ** 2


@mistake("absolute_values_ranked", hint="A map may be negative. Where does what speaks against the class stand in your order?")
def absolute_values_ranked(a, b):
    """The maps lose their signs before they are ranked."""
    return of(ranks(np.abs(flat(a))), ranks(np.abs(flat(b))))


@mistake("rows_ranked_alone", hint="A map has one order over all of its pixels. Over which axis do you sort?")
def rows_ranked_alone(a, b):
    """Ranks within each row."""
    return of(*(np.concatenate([ranks(row) for row in np.asarray(one)]) for one in (a, b)))


@mistake("covariance", hint="By what do you divide, so that a map agrees with itself to exactly 1?")
def covariance(a, b):
    """The covariance of the ranks: not divided by their spread."""
    first, second = ranks(flat(a)), ranks(flat(b))
    return float(((first - first.mean()) * (second - second.mean())).mean())


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(a, b):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def ordinal_of_constant_maps_too(a, b):
    """Equal values get different ranks, also where all are equal."""
    return of(ordinal(a), ordinal(b))


def ranked_along(axis: int):
    """Ranks along an axis, whatever the number of axes."""

    def rank_correlation(a, b):
        return of(*(np.apply_along_axis(ranks, axis, np.asarray(one)).ravel() for one in (a, b)))

    return rank_correlation


def covariance_of_a_sample(a, b):
    """The covariance of the ranks, divided by one less than there are."""
    return covariance(a, b) * np.size(a) / (np.size(a) - 1)


WAYS = {
    "ties_in_the_order_they_stand": (ordinal_of_constant_maps_too,),
    "rows_ranked_alone": (ranked_along(-1), ranked_along(0)),
    "covariance": (covariance_of_a_sample,),
}
