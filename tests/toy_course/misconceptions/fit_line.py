"""Wrong variants of `fit_line`: each is the reference with one mistake."""

import numpy as np
from reference_solutions.fit_line import fit_line as right

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("fit_line")
MAIN = ("slope",)


@mistake("through_the_origin", hint="Does your line have to pass through (0, 0)? What does the formula subtract first?")
def through_the_origin(x, y):
    """The least-squares line through the origin."""
    return float(x @ y / (x @ x)), 0.0


@mistake("axes_swapped", hint="Which distances are to be small: along y, or along x?")
def axes_swapped(x, y):
    """The line that minimises horizontal distances."""
    slope, intercept = right(y, x)
    return 1 / slope, -intercept / slope


@mistake("divided_by_the_variance_of_y", hint="By the variance of which variable do you divide: of x, or of y?")
def divided_by_the_variance_of_y(x, y):
    """The covariance divided by the variance of y: how x follows y."""
    slope = float(np.cov(x, y)[0, 1] / np.var(y, ddof=1))
    return slope, float(np.mean(y) - slope * np.mean(x))


@mistake("two_kinds_of_variance", hint="By which number do your covariance and your variance divide: by n, or by n - 1?")
def two_kinds_of_variance(x, y):
    """A covariance over n - 1, divided by a variance over n."""
    slope = float(np.cov(x, y)[0, 1] / np.var(x))
    return slope, float(np.mean(y) - slope * np.mean(x))


@mistake("order_swapped", hint="Which of the two values is to come first?")
def order_swapped(x, y):
    """(intercept, slope)."""
    return right(x, y)[::-1]


@mistake("first_and_last_point", hint="How many of the points does your slope depend on?")
def first_and_last_point(x, y):
    """The line through the first and the last point."""
    slope = float((y[-1] - y[0]) / (x[-1] - x[0]))
    return slope, float(y[0] - slope * x[0])


@mistake("intercept_is_the_mean", hint="Where does the line cross x = 0?")
def intercept_is_the_mean(x, y):
    """The mean of y for the intercept."""
    return right(x, y)[0], float(np.mean(y))


@mistake("arguments_centred", hint="Whose points are x and y? What is the mean of y after your function has run?")
def arguments_centred(x, y):
    """Subtracts the means in place, and takes the intercept from what is left."""
    x -= x.mean()
    y -= y.mean()
    return right(x, y)
