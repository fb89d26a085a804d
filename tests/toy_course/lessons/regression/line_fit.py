# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A straight line through points
#
# You will fit a line by least squares, and measure how far the fit depends on the points that happened to be drawn.

# %% given="imports"
import numpy as np

from selfcheck.check import check

# %% [markdown]
# ### Task: `fit_line` ({points:fit_line} points)
#
# `fit_line(x, y)` returns `(slope, intercept)` of the line that minimises the sum of the squared vertical distances to the points.
# `x` and `y` are arrays of shape (n,) with at least two different `x`; the function leaves them as they are.

# %% solution="fit_line"

# %% test="fit_line"

# %% [markdown]
# ### Task: `bootstrap_slopes` ({points:bootstrap_slopes} points)
#
# `bootstrap_slopes(x, y, repeats)` draws n of the n points with replacement, `repeats` times, fits a line to each drawing with
# `fit_line`, and returns the slopes as an array of shape (repeats,). A drawing in which all `x` are equal is drawn again.

# %% solution="bootstrap_slopes"

# %% test="bootstrap_slopes"

# %% [markdown]
# ### Question ({points:outlier} points)
#
# One point lies far above all others, at the right end of the data. What does it do to the slope of a least-squares line, and why?

# %% [markdown] written="outlier"
