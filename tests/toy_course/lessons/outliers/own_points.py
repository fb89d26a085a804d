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
# # A slope that outliers do not move
#
# Each of you has points of your own: they follow from your id. Write it between the quotation marks, as your teacher has told you,
# and run the cell.

# %% own="my_id" solved_by="my_id"
my_id = ""

# %% given="points"
import numpy as np

from lab.cases import my_points
from selfcheck.check import check

x, y = my_points(my_id)

# %% [markdown]
# ### Task: `median_slope` ({points:median_slope} points)
#
# `median_slope(x, y)` returns the median of the slopes of all pairs of points, which is hardly moved by points that lie far off. `x`
# and `y` are arrays of shape (n,); no two `x` are equal.

# %% solution="median_slope"

# %% test="median_slope"
