"""Functions that SciPy, matplotlib, pandas and torch have removed, rewritten from their last documentation.

Runs where a student's code runs, and imports those packages only when a function is called. Where a name alone is ambiguous,
it begins with the module or the class: `linalg_tri` was scipy.linalg.tri.
"""

from typing import NamedTuple

import numpy as np

# --- SciPy ---------------------------------------------------------------------------------------------------------


def simps(y, x=None, dx=1.0, axis=-1, even=None):
    from scipy.integrate import simpson

    return simpson(y, x=x, dx=dx, axis=axis)


class AccuracyWarning(Warning):
    """The warning of this name that older versions had; nothing raises it."""


def romberg(function, a, b, args=(), tol=1.48e-8, rtol=1.48e-8, show=False, divmax=10, vec_func=False):
    """Integrates by Richardson extrapolation of the trapezoidal rule."""
    width = b - a
    ends = function(a, *args), function(b, *args)
    rows = [[width * (ends[0] + ends[1]) / 2]]
    for level in range(1, divmax + 1):
        middles = a + width * (np.arange(2 ** (level - 1)) + 0.5) / 2 ** (level - 1)
        values = function(middles, *args) if vec_func else [function(x, *args) for x in middles]
        row = [rows[-1][0] / 2 + np.sum(values) * width / 2**level]
        for order, coarser in enumerate(rows[-1], 1):
            row.append(row[-1] + (row[-1] - coarser) / (4**order - 1))
        error = abs(row[-1] - rows[-1][-1])
        rows.append(row)
        if error < tol or error < rtol * abs(row[-1]):
            break
    return rows[-1][-1]


def quadrature(func, a, b, args=(), tol=1.49e-8, rtol=1.49e-8, maxiter=50, vec_func=True, miniter=1):
    """Integrates by Gaussian quadrature of rising order until the value no longer changes."""
    from scipy.integrate import fixed_quad

    args = args if isinstance(args, tuple) else (args,)
    f = (lambda x: func(x, *args)) if vec_func else (lambda x: np.array([func(each, *args) for each in x]))
    value, error = np.inf, np.inf
    for order in range(miniter, max(miniter + 1, maxiter) + 1):
        newer = fixed_quad(f, a, b, (), order)[0]
        value, error = newer, abs(newer - value)
        if error < tol or error < rtol * abs(value):
            break
    return value, error


def linalg_tri(N, M=None, k=0, dtype=None):
    return np.tri(N, M, k, dtype=dtype or int)


def linalg_tril(m, k=0):
    return np.tril(m, k)


def linalg_triu(m, k=0):
    return np.triu(m, k)


def linalg_kron(a, b):
    return np.kron(a, b)


def central_diff_weights(Np, ndiv=1):
    """Weights for a derivative from an odd number of points at distance 1."""
    if Np < ndiv + 1 or Np % 2 == 0:
        raise ValueError("The number of points must be odd, and at least the derivative's order + 1.")
    powers = np.arange(-(Np >> 1), (Np >> 1) + 1.0)[:, None] ** np.arange(Np)
    return np.prod(np.arange(1, ndiv + 1)) * np.linalg.inv(powers)[ndiv]


def derivative(func, x0, dx=1.0, n=1, args=(), order=3):
    weights = central_diff_weights(order, n)
    values = [weight * func(x0 + (k - (order >> 1)) * dx, *args) for k, weight in enumerate(weights)]
    return sum(values) / np.prod((dx,) * n, axis=0)


def sph_harm(m, n, theta, phi):
    from scipy.special import sph_harm_y

    return sph_harm_y(n, m, phi, theta)


def binom_test(x, n=None, p=0.5, alternative="two-sided"):
    from scipy.stats import binomtest

    x, n = (x[0], x[0] + x[1]) if np.size(x) == 2 else (x, n)
    return binomtest(int(x), int(n), p, alternative).pvalue


class RepeatedResults(NamedTuple):
    """Values that occur more than once, and how often."""

    values: np.ndarray
    counts: np.ndarray


def find_repeats(arr):
    values, counts = np.unique(np.asarray(arr, dtype=np.float64), return_counts=True)
    return RepeatedResults(values[counts > 1], counts[counts > 1])


# --- matplotlib ----------------------------------------------------------------------------------------------------


def get_cmap(name=None, lut=None):
    import matplotlib
    from matplotlib.colors import Colormap

    if isinstance(name, Colormap):
        return name
    found = matplotlib.colormaps[matplotlib.rcParams["image.cmap"] if name is None else name]
    return found if lut is None else found.resampled(lut)


def register_cmap(name=None, cmap=None, *, override_builtin=False):
    import matplotlib

    matplotlib.colormaps.register(cmap, name=name, force=True)


def unregister_cmap(name):
    import matplotlib

    matplotlib.colormaps.unregister(name)


def axes_plot_date(self, x, y, fmt="o", tz=None, xdate=True, ydate=False, **kwargs):
    if xdate:
        self.xaxis_date(tz)
    if ydate:
        self.yaxis_date(tz)
    return self.plot(x, y, fmt, **kwargs)


def plot_date(x, y, fmt="o", tz=None, xdate=True, ydate=False, **kwargs):
    import matplotlib.pyplot as plt

    return axes_plot_date(plt.gca(), x, y, fmt, tz, xdate, ydate, **kwargs)


# --- pandas --------------------------------------------------------------------------------------------------------


class SettingWithCopyError(ValueError):
    """The error of this name that older versions had; nothing raises it."""


class SettingWithCopyWarning(Warning):
    """The warning of this name that older versions had; nothing raises it."""


def value_counts(values, sort=True, ascending=False, normalize=False, bins=None, dropna=True):
    import pandas as pd

    return pd.Series(values).value_counts(normalize=normalize, sort=sort, ascending=ascending, bins=bins, dropna=dropna)


def dataframe_swapaxes(self, axis1, axis2, copy=None):
    same = self._get_axis_number(axis1) == self._get_axis_number(axis2)
    return self.copy() if same else self.T.copy()


def dataframe_bool(self):
    if self.size != 1 or not isinstance(self.to_numpy().item(), (bool, np.bool_)):
        raise ValueError(f"bool cannot act on a {type(self).__name__} that is not one bool")
    return bool(self.to_numpy().item())


series_bool = dataframe_bool


def series_ravel(self, order="C"):
    return self.to_numpy().ravel(order=order)


def series_view(self, dtype=None):
    import pandas as pd

    return pd.Series(self.to_numpy().view(dtype), index=self.index, name=self.name)


# --- torch ---------------------------------------------------------------------------------------------------------


def qr(input, some=True, *, out=None):
    import torch

    return torch.linalg.qr(input, "reduced" if some else "complete", out=out)


def cholesky(input, upper=False, *, out=None):
    import torch

    return torch.linalg.cholesky(input, upper=upper, out=out)
