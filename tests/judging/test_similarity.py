"""Two values are the same or not, whether a few of their numbers are looked at first or all at once."""

import gc

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.judging import similarity
from autograder.judging.similarity import NORMS, NOTHING, apart, close, norm_of, numbers, same
from selfcheck.encoding import Array

SHAPE = (40, 41, 3)  # more numbers than are looked at first
DTYPES = (np.float32, np.float64, np.int16, np.bool_, np.float16)
PATTERNS = {
    "nowhere": lambda values: values,
    "everywhere": lambda values: values * 1.01,
    "in one place": lambda values: np.where(np.arange(values.size).reshape(values.shape) == 1234, 99, values),
    "in one colour": lambda values: values + np.array([0, 1e-2, 0]),
    "in rounding": lambda values: values * (1 + 1e-6),
    "not a number": lambda values: np.where(np.arange(values.size).reshape(values.shape) == 1, np.nan, values),
    "infinite": lambda values: np.where(np.arange(values.size).reshape(values.shape) == 4919, np.inf, values),
    "next to nothing": lambda values: values * 1e-9,
    "nothing": lambda values: values * 0,
}


def array(values: np.ndarray) -> Array:
    return Array("array", str(values.dtype), values.shape, values)


def whole(one: Array, other: Array, right: Array | None, tolerance: float) -> bool:
    """What `same` says of two arrays where all numbers are looked at."""
    mine, theirs = numbers(one), numbers(other)
    return close(mine.squeeze(), theirs.squeeze(), numbers(right), tolerance)


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("known", PATTERNS)
@pytest.mark.parametrize("answered", PATTERNS)
def test_a_few_numbers_never_say_otherwise_than_all(answered, known, dtype):
    right = np.random.default_rng(0).normal(size=SHAPE) * 20
    with np.errstate(all="ignore"):
        one, other = (array(np.asarray(PATTERNS[name](right)).astype(dtype)) for name in (answered, known))
    for reference in (None, array(right)):
        for tolerance in (1e-3, 2e-2):
            assert same(one, other, reference, (), tolerance) == whole(one, other, reference, tolerance)


SMALL = arrays(np.float64, (3, 2), elements=st.floats(allow_nan=True, allow_infinity=True, width=32))


@given(SMALL, SMALL, SMALL)
@example(np.zeros((3, 2)), np.zeros((3, 2)), np.ones((3, 2)))
def test_nor_of_any_numbers(one, other, right):
    one, other, right = map(array, (one, other, right))
    assert not (apart(one, other, right, 1e-3) and whole(one, other, right, 1e-3))


def test_most_are_told_apart_by_a_few(monkeypatch):
    right = np.random.default_rng(0).normal(size=SHAPE)
    monkeypatch.setattr(similarity, "close_by_norms", lambda *_: pytest.fail("all numbers were looked at"))
    assert not same(array(right), array(right * 2), array(right))
    assert not same(array(right), array(right[:, :, :1]), array(right))


def test_a_reference_that_is_one_number_is_measured_too():
    """Below a millionth of it a known answer is nothing but rounding, and another such answer is the same."""
    tiny = np.full(SHAPE, NOTHING / 1000)
    assert same(array(tiny), array(-tiny), 1.0)
    assert not same(array(tiny), array(-tiny), 1e-9)


def test_a_norm_is_kept_as_long_as_its_array():
    value = array(np.ones(SHAPE, np.float32))
    assert norm_of(value) == pytest.approx(np.sqrt(value.values.size))
    assert id(value) in NORMS
    place = id(value)
    del value
    gc.collect()
    assert place not in NORMS
