"""Sentences about one value of an answer, beside the fingerprint of the right one: what came, and what was expected.

A sentence gives away of the right answer its shape, its range and its class, and nothing else.
"""

from typing import Any

import numpy as np

from selfcheck.encoding import Array, Raised
from selfcheck.fingerprints import distance, factor, sketch

NOT_FILLED_IN = "not filled in yet."
ALIKE = 5e-3  # how far a cosine or an end of a range may be off
NEARLY = 1e-3  # of the norm: below it "1 times the expected ones" would puzzle


def in_words(name: str) -> str:
    """A value's name as a student reads it; what was made of a value has its name."""
    return name.partition(".")[0].replace("_", " ")


def told(error: Raised) -> str:
    """An error in a sentence."""
    if error.type == "NotImplementedError":
        return NOT_FILLED_IN
    where = f"\n  at: {error.line.strip()}" if error.line else ""
    return f"your code raised {error.type}: {error.message}{where}"


def shown(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, Array):
        return f"{'a tensor' if value.kind == 'tensor' else 'an array'} of shape {value.shape}"
    if isinstance(value, tuple):
        return f"a list or tuple of {len(value)}"
    return "nothing (None)" if value is None else str(getattr(value, "type", value))


def same(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a number that must be exactly right, or None."""
    right = type(value) is type(expected["value"]) and value == expected["value"]
    return None if right else f"{in_words(name)}: got {shown(value)}, expected {shown(expected['value'])}."


def number(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a number that may be off by rounding, or None; the right number is not said."""
    what, right = in_words(name), expected["value"]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"{what}: expected a number, got {shown(value)}."
    if not np.isfinite(value):
        return f"{what}: the number is NaN or infinite."
    if abs(value - right) <= expected.get("tolerance", 0.0) * max(abs(right), np.finfo(float).tiny):
        return None
    if value * right < 0:
        return f"{what}: got {value:.6g}, a number of the other sign was expected."
    return f"{what}: got {value:.6g}, a {'smaller' if value > right else 'larger'} number was expected."


def form(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array's kind, shape and type, or None."""
    what = in_words(name)
    if not isinstance(value, Array):
        return f"{what}: expected {'an' if expected['kind'] == 'array' else 'a'} {expected['kind']}, got {shown(value)}."
    if value.kind != expected["kind"] and expected["strict"]:
        return f"{what}: expected a {expected['kind']}, got {'an' if value.kind == 'array' else 'a'} {value.kind}."
    if list(value.shape) != expected["shape"] and "." in name:
        return f"{what}: got {value.shape[0]} values, expected {expected['shape'][0]}."
    if list(value.shape) != expected["shape"]:
        return f"{what}: got the shape {value.shape}, expected {tuple(expected['shape'])}."
    if expected.get("dtype") not in (None, value.dtype):
        return f"{what}: got the dtype {value.dtype}, expected {expected['dtype']}."
    if value.values is None or value.values.dtype.kind not in "fiub" or not np.isfinite(value.values).all():
        return f"{what}: there are NaN, infinite or complex values in it."
    return None


def numbers(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array's numbers, or None."""
    complaint = form(name, value, {**expected, "dtype": None})
    if complaint:
        return complaint
    sums, wanted = sketch(value.values, expected["margin"]), np.array(expected["sums"])
    if distance(sums, wanted) <= expected["tolerance"]:
        return None
    if distance(sums, wanted) < NEARLY:
        return f"{in_words(name)}: your values are nearly right, but they differ by more than rounding does."
    k = factor(sums, wanted)
    if k is not None:
        return f"{in_words(name)}: your values are {k:.4g} times the expected ones, everywhere."
    got = f"{value.values.min():.4g} .. {value.values.max():.4g}"
    wide = f"{expected['low']:.4g} .. {expected['high']:.4g}"
    return f"{in_words(name)}: your values lie in {got}, expected {wide}, each at its place."


def proportions(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array whose numbers may all be off by one positive factor, or None."""
    complaint = numbers(name, value, expected)
    if complaint is None or form(name, value, {**expected, "dtype": None}):
        return complaint
    sums, wanted = sketch(value.values, expected["margin"]), np.array(expected["sums"])
    cosine = sums @ wanted / ((np.linalg.norm(sums) * np.linalg.norm(wanted)) or 1.0)
    return None if cosine > 1 - ALIKE else complaint


def numbers_of_any_kind(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with the numbers of an array that may be a tensor or not, or None."""
    return numbers(name, value, {**expected, "strict": False})


def leaf(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a tensor that should gather a gradient, or None."""
    if isinstance(value, Array) and expected.get("leaf") and not value.leaf:
        return (
            f"{in_words(name)}: it is no leaf, so its .grad would stay empty; it is the result of something that torch "
            "keeps track of."
        )
    return None


def within_0_and_1(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a map that was to be scaled to 0..1, or None."""
    complaint = form(name, value, expected)
    if complaint:
        return complaint
    low, high = float(value.values.min()), float(value.values.max())
    if low < -ALIKE or abs(high - expected["high"]) > ALIKE:
        return f"{in_words(name)}: your values lie in {low:.4g} .. {high:.4g}, expected 0 .. {expected['high']:.4g}."
    return None


def two_values_only(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array that should hold its lowest and its highest value and no other, or None."""
    complaint = form(name, value, expected)
    if complaint:
        return complaint
    found, wanted = np.unique(value.values), (expected["low"], expected["high"])
    if set(found) <= set(wanted):
        return None
    got = " and ".join(f"{level:g}" for level in found) if len(found) < 4 else f"{len(found)} different ones"
    return f"{in_words(name)}: expected the values {wanted[0]:g} and {wanted[1]:g}, got {got}."


def kept(name: str, value: Any) -> str | None:
    """What is wrong where an argument should come back as it was, or None."""
    what = "arguments" if name == "arguments_kept" else f"argument {name.removesuffix('_kept')}"
    return None if value is True else f"your function changes its {what}; work on a copy."
