"""Wrong variants of `deletion_curve`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from reference_solutions.deletion_curve import deletion_curve as right
from reference_solutions.occlusion import probabilities
from reference_solutions.pre_processing import device_of, normalised

mistake = mistakes_in("deletion_curve")
MAIN = ("curve",)


def left_after(image, other, gone) -> np.ndarray:
    """The picture with some of its pixels (flat indices) replaced."""
    left = np.array(image, np.float32).reshape(-1, 3)
    left[gone] = np.asarray(other, np.float32).reshape(-1, 3)[gone]
    return left.reshape(np.shape(image))


def order_of(map) -> np.ndarray:
    return np.argsort(-np.asarray(map, np.float64).ravel(), kind="stable")


@mistake("weakest_first", hint="Which pixels go first: those that the map calls important, or the others?")
def weakest_first(image, map, model, target, shares, fill):
    """Ascending order."""
    return right(image, -np.asarray(map, np.float64), model, target, shares, fill)


@mistake("insertion", hint="Your curve begins at the fill. Does it delete, or does it put back?")
def insertion(image, map, model, target, shares, fill):
    """The strongest pixels of the image are put into the fill."""
    return right(fill(np.array(image)), map, model, target, shares, lambda _: image)


@mistake("black_instead_of_the_fill", hint="A function says what stands in the places of deleted pixels. Do you call it?")
def black_instead_of_the_fill(image, map, model, target, shares, fill):
    """Zeros whatever the fill is."""
    return right(image, map, model, target, shares, np.zeros_like)


@mistake("share_of_the_mass", hint="A tenth of the pixels, or as many as hold a tenth of the map?")
def share_of_the_mass(image, map, model, target, shares, fill):
    """Deletes until a share of the map's total is gone."""
    order = order_of(map)
    mass = np.cumsum(np.abs(np.ravel(map))[order])
    counts = [int(np.searchsorted(mass, share * mass[-1])) for share in shares]
    return right(image, map, model, target, [count / len(order) for count in counts], fill)


@mistake(
    "share_of_the_largest_value", hint="How many pixels are above half of the maximum? The text asks for a number of pixels."
)
def share_of_the_largest_value(image, map, model, target, shares, fill):
    """Deletes what is above a threshold at that share below the maximum."""
    low, high = np.min(map), np.max(map)
    counts = [float((np.asarray(map) > high - share * (high - low)).mean()) for share in shares]
    return right(image, map, model, target, counts, fill)


@mistake("each_part_alone", hint="At the second share, is what went at the first still gone?")
def each_part_alone(image, map, model, target, shares, fill):
    """Only what is new at a share is deleted."""
    order, other, before, curve = order_of(map), fill(np.array(image)), 0, []
    for share in shares:
        count = round(share * len(order))
        curve.append(probabilities(left_after(image, other, order[before:count])[None], model, target)[0])
        before = count
    return np.array(curve)


@mistake("logits", hint="Which number should the curve show: the score, or the probability?")
def logits(image, map, model, target, shares, fill):
    """The logit instead of the probability."""
    order, other = order_of(map), fill(np.array(image))
    pictures = np.stack([left_after(image, other, order[: round(share * len(order))]) for share in shares])
    return model(normalised(pictures, device_of(False)))[:, target].double().numpy()


@mistake("image_used_up", hint="Run the cell twice. Does the curve begin where it began?")
def image_used_up(image, map, model, target, shares, fill):
    """The caller's image is changed."""
    curve = right(image, map, model, target, shares, fill)
    image[:] = left_after(image, fill(np.array(image)), order_of(map)[: round(max(shares) * np.size(map))])
    return curve


@mistake("absolute_values", hint="What speaks against the class: does it go first?")
def absolute_values(image, map, model, target, shares, fill):
    """The strongest are those of the largest size, whatever their sign."""
    return right(image, np.abs(map), model, target, shares, fill)


@mistake("later_of_equals_first", hint="Several pixels are equal. In which order do they go?")
def later_of_equals_first(image, map, model, target, shares, fill):
    """An ascending stable sort, read backwards: of equal pixels the last goes first."""
    order, other = np.argsort(np.ravel(map), kind="stable")[::-1], fill(np.array(image))
    pictures = [left_after(image, other, order[: round(share * len(order))]) for share in shares]
    return probabilities(np.stack(pictures), model, target)


@mistake("drop_instead_of_probability", hint="The first value should be the untouched picture's. What is yours?")
def drop_instead_of_probability(image, map, model, target, shares, fill):
    """How far the probability has fallen."""
    return probabilities(np.asarray(image)[None], model, target) - right(image, map, model, target, shares, fill)


@mistake("divided_by_the_first", hint="Where does your curve begin, and where should it?")
def divided_by_the_first(image, map, model, target, shares, fill):
    """As a share of the untouched picture's probability."""
    return right(image, map, model, target, shares, fill) / probabilities(np.asarray(image)[None], model, target)


@mistake("fill_of_what_is_left", hint="On which picture is the fill called: on the whole one, or on what is left of it?")
def fill_of_what_is_left(image, map, model, target, shares, fill):
    """The fill is made anew from the picture with holes."""
    order, left, curve = order_of(map), np.array(image, np.float32), []
    for share in shares:
        left = left_after(left, fill(left.copy()), order[: round(share * len(order))])
        curve.append(probabilities(left[None], model, target)[0])
    return np.array(curve)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(image, map, model, target, shares, fill):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def until_the_mass_is_reached(image, map, model, target, shares, fill):
    """Deletes until a share of the map's total is gone, the pixel that reaches it included."""
    mass = np.cumsum(np.abs(np.ravel(map))[order_of(map)])
    counts = [int(np.searchsorted(mass, share * mass[-1])) + (share > 0) for share in shares]
    return right(image, map, model, target, [min(count / len(mass), 1) for count in counts], fill)


def above(threshold):
    """Deletes every pixel for which threshold(map, share) is true."""

    def deletion_curve(image, map, model, target, shares, fill):
        counts = [float(threshold(np.asarray(map), share).mean()) for share in shares]
        return right(image, map, model, target, counts, fill)

    return deletion_curve


def in_0_to_1(map: np.ndarray) -> np.ndarray:
    """A map from its smallest to its largest value."""
    return (map - map.min()) / (map.max() - map.min())


def divided_by_the_curve_s_first(image, map, model, target, shares, fill):
    """As a share of the curve's first value, whatever the first share is."""
    curve = right(image, map, model, target, shares, fill)
    return curve / curve[0]


WAYS = {
    "share_of_the_mass": (until_the_mass_is_reached,),
    "share_of_the_largest_value": (
        above(lambda map, share: in_0_to_1(map) > 1 - share),
        above(lambda map, share: in_0_to_1(map) >= 1 - share),
        above(lambda map, share: map > (1 - share) * map.max()),
        above(lambda map, share: map >= (1 - share) * map.max()),
    ),
    "divided_by_the_first": (divided_by_the_curve_s_first,),
}
