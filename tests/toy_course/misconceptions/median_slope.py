"""Wrong variants of `median_slope`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("median_slope")
MAIN = ("slope",)


def of_pairs(x, y):
    """The slopes of all pairs of points."""
    one, other = np.triu_indices(len(x), k=1)
    return (y[other] - y[one]) / (x[other] - x[one])


@mistake("least_squares", hint="How far does one point that lies far off move your slope?")
def least_squares(x, y):
    """The slope of the least-squares line."""
    return float(np.polyfit(x, y, 1)[0])


@mistake("mean_of_pairs", hint="Which number of many is hardly moved by a few that are far too large?")
def mean_of_pairs(x, y):
    """The mean of the slopes of all pairs."""
    return float(np.mean(of_pairs(x, y)))


@mistake("neighbours_only", hint="How many pairs do n points make? How many of them do you look at?")
def neighbours_only(x, y):
    """The median of the slopes between one point and the next."""
    return float(np.median(np.diff(y) / np.diff(x)))


@mistake("ratio_of_medians", hint="Do you divide first, or take the median first?")
def ratio_of_medians(x, y):
    """The median rise, divided by the median run, of all pairs in the order of x."""
    order = np.argsort(x)
    one, other = np.triu_indices(len(x), k=1)
    rise, run = (values[order][other] - values[order][one] for values in (y, x))
    return float(np.median(rise) / np.median(run))


@mistake("sign_lost", hint="Can a line fall? What is its slope then?")
def sign_lost(x, y):
    """The median of the slopes without their signs, against the line's direction."""
    return -float(np.median(of_pairs(x, y)))
