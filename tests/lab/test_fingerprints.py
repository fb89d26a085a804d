"""A fingerprint tells a right answer from a wrong one, and is too little to be one."""

import json

import numpy as np
import pytest

from selfcheck.check import fingerprints
from selfcheck.fingerprints import SUMS, distance, factor, fingerprint, sketch
from tests.this_course import TASKS

RNG = np.random.default_rng(0)
ARRAY = RNG.normal(size=(6, 8, 3))


def all_prints() -> list[dict]:
    """The fingerprints of arrays in the shipped file, of right answers and of known mistakes."""
    tasks = fingerprints().values()
    cases = [case for task in tasks for case in [*task["cases"], *(c for m in task["mistakes"] for c in m["cases"])]]
    return [value for case in cases for value in case.values() if "sums" in value]


def test_the_same_array_has_the_same_sums():
    np.testing.assert_array_equal(sketch(ARRAY), sketch(ARRAY.copy(order="F")))


def test_sums_are_linear():
    other = RNG.normal(size=ARRAY.shape)
    np.testing.assert_allclose(sketch(2 * ARRAY - 3 * other), 2 * sketch(ARRAY) - 3 * sketch(other), atol=1e-12)


def test_the_distance_of_the_sums_is_that_of_the_arrays():
    """Johnson & Lindenstrauss: with sixteen sums within a factor of two, nearly always."""
    ratios = []
    for _ in range(200):
        one, other = RNG.normal(size=(2, 10, 12, 3))
        true = np.linalg.norm(one - other) / np.linalg.norm(other)
        ratios.append(distance(sketch(one), sketch(other)) / true)
    assert np.median(ratios) == pytest.approx(1, abs=0.15)
    assert np.mean([0.5 < ratio < 2 for ratio in ratios]) > 0.97


@pytest.mark.parametrize(
    "wrong",
    [ARRAY[::-1], ARRAY[:, ::-1], ARRAY[..., ::-1], np.abs(ARRAY), ARRAY + 0.01, ARRAY * (1 + 1e-4), np.roll(ARRAY, 1)],
    ids=["upside down", "mirrored", "BGR", "without sign", "shifted", "scaled", "rolled"],
)
def test_another_array_has_other_sums(wrong):
    assert distance(sketch(wrong), sketch(ARRAY)) > 1e-5


def test_one_wrong_value_shows():
    wrong = ARRAY.copy()
    wrong[3, 4, 1] += 0.5
    assert distance(sketch(wrong), sketch(ARRAY)) > 0.01


@pytest.mark.parametrize("k", [2, 0.5, -1, 255, 1 / 3])
def test_a_factor_is_found(k):
    assert factor(sketch(k * ARRAY), sketch(ARRAY)) == pytest.approx(k)


@pytest.mark.parametrize("wrong", [ARRAY[::-1], np.abs(ARRAY), ARRAY + 1, np.zeros_like(ARRAY)])
def test_no_factor_is_found_where_there_is_none(wrong):
    assert factor(sketch(wrong), sketch(ARRAY)) is None


def test_nothing_expected_is_measured_by_its_own_size():
    zeros = np.zeros(SUMS)
    assert distance(zeros, zeros) == 0
    assert distance(sketch(ARRAY), zeros) > 1
    assert factor(sketch(ARRAY), zeros) is None


def test_a_margin_is_left_out():
    wrong = ARRAY.copy()
    wrong[0], wrong[-1], wrong[:, 0], wrong[:, -1] = 9, 9, 9, 9
    np.testing.assert_array_equal(sketch(wrong, margin=1), sketch(ARRAY, margin=1))
    assert distance(sketch(wrong), sketch(ARRAY)) > 1


def test_a_fingerprint_survives_json():
    plain = fingerprint(ARRAY, 1e-4)
    back = json.loads(json.dumps(plain, allow_nan=False))
    assert back == plain
    assert distance(np.array(back["sums"]), sketch(ARRAY)) < 1e-8
    assert (back["low"], back["high"]) == (ARRAY.min(), ARRAY.max())


def test_every_task_has_its_fingerprints():
    assert set(fingerprints()) == set(TASKS)


def test_a_shipped_fingerprint_keeps_a_range_and_sixteen_sums_and_no_array():
    prints = all_prints()
    assert len(prints) > 30
    for found in prints:
        assert len(found["sums"]) == SUMS
        lists = {name for name, value in found.items() if isinstance(value, list)}
        assert lists == {"sums", "shape"}
        assert found["low"] <= found["high"]


def test_every_shipped_case_of_an_array_is_stricter_than_a_known_mistake():
    """A tolerance of more than the norm itself would let anything pass."""
    assert all(found["tolerance"] < 0.5 for found in all_prints())
