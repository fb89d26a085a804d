"""Sentences about one value of an answer, beside the fingerprint of the right one: what came, and what was expected.

A sentence gives away of the right answer its shape, its range and its class, and nothing else. It is `Untold` where there is
nothing in which the property would show: no numbers are wrong in an array of another shape.
"""

from typing import Any

import numpy as np

from selfcheck.encoding import Array, Other, Raised
from selfcheck.fingerprints import distance, factor, sketch
from selfcheck.judgement import Untold
from selfcheck.places import at, moved

NOT_FILLED_IN = "not filled in yet."
TIME_IS_OVER = "it was still computing when its time was over"
ALIKE = 5e-3  # how far an end of a range may be off
NEARLY = 1e-3  # of the norm: below it "1 times the expected ones" would puzzle
WITH_ARTICLE = {"tensor": "a tensor", "array": "an array", "int": "an int", "float": "a float", "bool": "a bool"}


def in_words(name: str) -> str:
    """A value's name as a student reads it; what was made of a value has its name."""
    return name.partition(".")[0].replace("_", " ")


def told(error: Raised) -> str:
    """An error in a sentence."""
    if error.type == "NotImplementedError":
        return NOT_FILLED_IN
    raised = f"your code raised {error.type}: {error.message}"
    return f"{raised}\n  at: {error.line.strip()}" if error.line else raised


def shown(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, Array):
        return f"{WITH_ARTICLE[value.kind]} of shape {value.shape}"
    if isinstance(value, tuple):
        return f"a list or tuple of {len(value)}"
    if isinstance(value, Other):
        return f"something of type {value.type}"
    if isinstance(value, float):
        return f"the float {value:.4g}"
    if isinstance(value, int):
        return f"the {'bool' if isinstance(value, bool) else 'int'} {value}"
    return "nothing (None)" if value is None else str(value)


def same(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a number that must be exactly right, or None."""
    kind = type(expected["value"])
    if type(value) is not kind:
        return f"{in_words(name)}: got {shown(value)}, expected {WITH_ARTICLE.get(kind.__name__, kind.__name__)}."
    return None if value == expected["value"] else f"{in_words(name)}: got {value}, expected {expected['value']}."


def number(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a number that may be off by rounding, or None; the right number is not said."""
    what, right = in_words(name), expected["value"]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Untold(f"{what}: expected a number, got {shown(value)}.")
    if not np.isfinite(value):
        return Untold(f"{what}: the number is NaN or infinite.")
    if abs(value - right) <= expected.get("tolerance", 0.0) * max(abs(right), np.finfo(float).tiny):
        return None
    if value * right < 0:
        return f"{what}: got {value:.6g}, a number of the other sign was expected."
    return f"{what}: got {value:.6g}, a {'smaller' if value > right else 'larger'} number was expected."


def form(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array's kind, shape and type, or None."""
    what = in_words(name)
    if not isinstance(value, Array):
        return f"{what}: expected {WITH_ARTICLE[expected['kind']]}, got {shown(value)}."
    if value.kind != expected["kind"] and expected["strict"]:
        return f"{what}: expected {WITH_ARTICLE[expected['kind']]}, got {WITH_ARTICLE[value.kind]}."
    if list(value.shape) != expected["shape"] and len(value.shape) == len(expected["shape"]) == 1:
        return f"{what}: got {value.shape[0]} values, expected {expected['shape'][0]}."
    if list(value.shape) != expected["shape"]:
        return f"{what}: got the shape {value.shape}, expected {tuple(expected['shape'])}."
    if expected.get("dtype") not in (None, value.dtype):
        return f"{what}: got the dtype {value.dtype}, expected {expected['dtype']}."
    if value.values is None or value.values.dtype.kind not in "fiub" or not np.isfinite(value.values).all():
        return Untold(f"{what}: there are NaN, infinite or complex values in it.")
    return None


def form_of_what_came(name: str, value: Any, expected: dict) -> str | None:
    """As `form`, for a value that is one of several: where the whole function fails, nothing is said of this one."""
    return form(name, value, expected)


def nothing_to_compare(name: str, value: Any, expected: dict) -> Untold | None:
    """Why an array has no numbers that could be compared, or None; a dtype does not matter."""
    complaint = form(name, value, {**expected, "dtype": None})
    return Untold(complaint) if complaint else None


def numbers(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array's numbers, or None."""
    complaint = nothing_to_compare(name, value, expected)
    if complaint:
        return complaint
    sums, wanted = sketch(value.values, expected["margin"]), np.array(expected["sums"])
    if distance(sums, wanted) <= expected["tolerance"]:
        return None
    return f"{in_words(name)}: {difference(name, value.values, sums, expected)}"


def difference(name: str, values: np.ndarray, sums: np.ndarray, expected: dict) -> str:
    """How an array's numbers differ from the right ones, as far as a fingerprint tells: where, and by what."""
    wanted = np.array(expected["sums"])
    if distance(sums, wanted) < NEARLY:
        return "your values are nearly right, but they differ by more than rounding does."
    if values.size == 1:
        return f"got {values.item():.4g}, a {'smaller' if values.item() > expected['high'] else 'larger'} number was expected."
    k = factor(sums, wanted)
    if k is not None:
        return (
            "all your values have the opposite sign."
            if abs(k + 1) < NEARLY
            else f"all your values are {k:.4g} times the right ones."
        )
    places = moved(values, wanted, expected["tolerance"], expected["margin"])
    if places and "." not in name:
        return f"these are the right numbers in the wrong places: yours at {places[0]} belongs at {places[1]}."
    return out_of_range(name, values, expected) or (
        f"your values lie in the right range, {reach(values.min(), values.max())}, but they are not the right ones: "
        f"the difference is about {rounded(distance(sums, wanted))} of their size."
    )


def out_of_range(name: str, values: np.ndarray, expected: dict) -> str:
    """Which value lies farthest beyond the right values' range, or how much of it is left empty; nothing where it is filled."""
    low, high, least, most = expected["low"], expected["high"], float(values.min()), float(values.max())
    wide, right = (high - low) or 1.0, f"the right ones lie in {reach(low, high)}"
    if least == most:
        return f"all your values are {least:.4g}; {right}."
    above = most - high > low - least
    if max(most - high, low - least) > ALIKE * wide:
        where = at(int(values.argmax() if above else values.argmin()), values.shape)
        farthest = most if above else least
        if "." in name:
            return f"your {'largest' if above else 'smallest'} value is {farthest:.4g}; {right}."
        return f"your value at {where} is {farthest:.4g}; {right}."
    if max(high - most, least - low) > ALIKE * wide:
        return f"your values fill no more than {reach(least, most)}; {right}."
    return ""


def reach(low: float, high: float) -> str:
    return f"{low:.4g} .. {high:.4g}"


def rounded(share: float) -> str:
    """A share in per cent, as roughly as sixteen sums tell it."""
    return f"{max(round(share, 1), 0.1) * 100:.0f} %" if share > 0.05 else f"{share * 100:.1f} %"


def there(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where there is no value at all, or None."""
    return (
        f"{in_words(name)}: none reaches the input; was the output detached, or turned into a number?" if value is None else None
    )


def proportions(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array whose numbers may all be off by one positive factor, or None."""
    expected = {**expected, "strict": False}
    complaint = numbers(name, value, expected)
    if complaint is None or nothing_to_compare(name, value, expected):
        return complaint
    sums, wanted = sketch(value.values, expected["margin"]), np.array(expected["sums"])
    cosine = sums @ wanted / ((np.linalg.norm(sums) * np.linalg.norm(wanted)) or 1.0)
    return None if cosine > 1 - expected["tolerance"] else complaint


def numbers_but_for_a_factor(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array's numbers, or None; that all of them are off by one factor tells nothing of where they are."""
    complaint = numbers_of_any_kind(name, value, expected)
    if complaint is None or isinstance(complaint, Untold):
        return complaint
    sums, wanted = sketch(value.values, expected["margin"]), np.array(expected["sums"])
    k = float(sums @ wanted / (wanted @ wanted))
    one_factor = k != 0 and distance(sums, k * wanted) < max(NEARLY, expected["tolerance"]) * abs(k)
    return Untold(complaint) if one_factor else complaint


def numbers_beside(name: str, value: Any, expected: dict) -> Untold | None:
    """What is wrong with an array's numbers where another comparison says whether the sentence is true, or None."""
    complaint = numbers_of_any_kind(name, value, expected)
    return Untold(complaint) if complaint else None


def not_zero(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where an array should be all zeros, and finite, or None."""
    if isinstance(value, Array) and value.values is not None and not np.isfinite(value.values).all():
        return f"{in_words(name)}: there are NaN or infinite values in it, expected zeros."
    complaint = nothing_to_compare(name, value, {**expected, "strict": False})
    if complaint or not value.values.any():
        return complaint
    return f"{in_words(name)}: got values up to {value.values.max():.4g}, expected zeros."


def numbers_of_any_kind(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with the numbers of an array that may be a tensor or not, or None."""
    return numbers(name, value, {**expected, "strict": False})


def form_of_any_kind(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with the shape of an array that may be a tensor or not, or None."""
    return form(name, value, {**expected, "strict": False})


def leaf(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a tensor that should gather a gradient, or None."""
    if not isinstance(value, Array) or value.values is None or value.values.size != np.prod(expected["shape"]):
        return Untold(f"{in_words(name)}: expected {WITH_ARTICLE[expected['kind']]} with one value for each, got {shown(value)}.")
    if not np.isfinite(value.values).all() or not np.ptp(value.values):
        return Untold(f"{in_words(name)}: these are not the values of an image.")
    if expected.get("leaf") and not value.leaf:
        return (
            f"{in_words(name)}: it is no leaf, so its .grad would stay empty; it is the result of something that torch "
            "keeps track of."
        )
    return None


def within_0_and_1(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a map that was to be scaled to 0..1, or None."""
    complaint = form(name, value, expected)
    if complaint:  # NaN lies nowhere
        return str(complaint)
    low, high = float(value.values.min()), float(value.values.max())
    if low < -ALIKE or abs(high - expected["high"]) > ALIKE:
        ends = "the least must be 0 or more" if low < -ALIKE else f"the largest must be {expected['high']:.4g}"
        return f"{in_words(name)}: your values lie in {reach(low, high)}; {ends}."
    return None


def two_values_only(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with an array that should hold its lowest and its highest value and no other, or None."""
    complaint = form(name, value, expected)
    if complaint:
        return complaint
    found, wanted = np.unique(value.values), (expected["low"], expected["high"])
    if set(found) == set(wanted):
        return None
    if set(found) < set(wanted):
        return Untold(f"{in_words(name)}: all the values are {found[0]:g}, expected both {wanted[0]:g} and {wanted[1]:g}.")
    got = " and ".join(f"{level:g}" for level in found) if len(found) < 4 else f"{len(found)} different ones"
    return f"{in_words(name)}: expected the values {wanted[0]:g} and {wanted[1]:g}, got {got}."


def kept(name: str, value: Any) -> str | None:
    """What is wrong where an argument should come back as it was, or None."""
    if value is True:
        return None
    if name == "arguments_kept":
        return "your function changed its arguments; work on a copy."
    return f"your function changed its argument {name.removesuffix('_kept')}; work on a copy."
