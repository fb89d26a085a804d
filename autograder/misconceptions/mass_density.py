"""Wrong variants of `mass_density`: each is the reference with one mistake."""

from collections.abc import Callable
from functools import wraps

import numpy as np

from autograder.judging.misconception import mistakes_in

of_any_mask = mistakes_in("mass_density")
MAIN = ("density",)


def mistake(name: str, *, hint: str) -> Callable[[Callable], Callable]:
    """A mistake in what is measured: an empty mask is refused as it should be."""

    def register(measure: Callable) -> Callable:
        @wraps(measure)
        def refusing(map, mask):
            return measure(map, refused_if_empty(mask))

        of_any_mask(name, hint=hint)(refusing)
        return measure

    return register


def refused_if_empty(mask: np.ndarray) -> np.ndarray:
    """The mask itself.

    Raises:
        ValueError: it is empty.
    """
    if not mask.any():
        raise ValueError("the mask is empty")
    return mask


def ratio(top: float, bottom: float) -> float:
    """0.0 where there is nothing to divide by."""
    return float(top / bottom) if bottom else 0.0


@mistake("share_alone", hint="A large mask holds much of any map. What share would a map have that does not care?")
def share_alone(map, mask):
    """Not divided by the mask's share of the picture."""
    return ratio(np.abs(map)[mask].sum(), np.abs(map).sum())


@mistake("times_the_area", hint="Should a larger mask make the density larger or smaller?")
def times_the_area(map, mask):
    """Multiplied by the mask's share instead of divided."""
    return share_alone(map, mask) * mask.mean()


@mistake("against_the_outside", hint="Which two means do you compare: inside with outside, or inside with all of the picture?")
def against_the_outside(map, mask):
    """The mean inside over the mean outside."""
    return ratio(np.abs(map)[mask].mean(), np.abs(map)[~mask].mean())


@mistake("signs_kept", hint="Positive and negative values cancel each other. Is there less of a map where they do?")
def signs_kept(map, mask):
    """The sums are those of the values with their signs."""
    return ratio(map[mask].sum() / mask.mean(), map.sum())


@mistake("negative_values_dropped", hint="Evidence against the class belongs to the map, too. Does it count in yours?")
def negative_values_dropped(map, mask):
    """Only positive values count."""
    return ratio(np.maximum(map, 0)[mask].sum() / mask.mean(), np.maximum(map, 0).sum())


@mistake("mask_inverted", hint="Is your mask true on the object, or beside it?")
def mask_inverted(map, mask):
    """The density outside the mask."""
    return ratio(np.abs(map)[~mask].sum() / (~mask).mean(), np.abs(map).sum())


@mistake("maximum_for_sum", hint="How many pixels of the map take part in your number?")
def maximum_for_sum(map, mask):
    """The largest value instead of the sum."""
    return ratio(np.abs(map)[mask].max() / mask.mean(), np.abs(map).max())


@mistake("nan_for_an_empty_map", hint="A map is zero everywhere. What do you divide by?")
def nan_for_an_empty_map(map, mask):
    """0 / 0 for a map of zeros."""
    with np.errstate(invalid="ignore"):
        return float(np.abs(map)[mask].sum() / np.abs(map).sum() / mask.mean())


@mistake("one_for_an_empty_map", hint="A map of zeros puts nothing anywhere. Is that as good as chance?")
def one_for_an_empty_map(map, mask):
    """1 for a map of zeros."""
    return ratio(np.abs(map)[mask].sum() / mask.mean(), np.abs(map).sum()) if np.any(map) else 1.0


@mistake("squares_for_sizes", hint="Is one pixel of size 2 as much as two of size 1?")
def squares_for_sizes(map, mask):
    """Squares instead of absolute values."""
    return ratio((map**2)[mask].sum() / mask.mean(), (map**2).sum())


@mistake("area_in_pixels", hint="By how many pixels do you divide, and by which share? The picture's size should not matter.")
def area_in_pixels(map, mask):
    """Divided by the number of pixels in the mask instead of its share."""
    return ratio(np.abs(map)[mask].sum() / mask.sum(), np.abs(map).sum())


@mistake("mean_of_the_mask_s_box", hint="Is the object a box? Look at the pixels that you count.")
def mean_of_the_mask_s_box(map, mask):
    """The bounding box of a mask without its last row and column."""
    rows, columns = np.where(mask)
    box = np.zeros_like(mask)
    box[rows.min() : rows.max(), columns.min() : columns.max()] = True
    return ratio(np.abs(map)[box].sum() / mask.mean(), np.abs(map).sum())


@of_any_mask("empty_mask_accepted", hint="Pass a mask without any pixel. What should happen, and what does?")
def empty_mask_accepted(map, mask):
    """0.0 for an empty mask, without an error."""
    return share_alone(map, mask) / mask.mean() if mask.any() else 0.0


@of_any_mask("zeros_refused_too", hint="Which of the two is an error: a mask without pixels, or a map of zeros?")
def zeros_refused_too(map, mask):
    """A map of zeros raises the ValueError, too."""
    if not mask.any() or not np.any(map):
        raise ValueError("there is nothing to divide by")
    return share_alone(map, mask) / mask.mean()


@of_any_mask(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(map, mask):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def sizes_of_the_sums(map, mask):
    """The sums are those of the values with their signs, and lose theirs in the end."""
    return abs(signs_kept(map, refused_if_empty(mask)))


def nothing_returned_but_the_error(map, mask):
    """An empty mask raises the error; otherwise None comes back."""
    refused_if_empty(mask)


WAYS = {"signs_kept": (sizes_of_the_sums,), "nothing_returned": (nothing_returned_but_the_error,)}
