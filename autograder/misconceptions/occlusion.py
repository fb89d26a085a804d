"""Wrong variants of `occlusion`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from reference_solutions.occlusion import occlusion as right
from reference_solutions.occlusion import probabilities, starts
from reference_solutions.pre_processing import MEAN, STD, device_of, normalised

mistake = mistakes_in("occlusion")
MAIN = ("map",)


def places(image, window, step, along=starts) -> list[tuple[int, int]]:
    """Top left corners of the windows."""
    return [(top, left) for top in along(image.shape[0], window, step) for left in along(image.shape[1], window, step)]


def hidden(image, corners, window, fill) -> np.ndarray:
    """A picture for each window, (n, H, W, 3)."""
    pictures = np.repeat(np.asarray(image, np.float32)[None], len(corners), axis=0)
    for picture, (top, left) in zip(pictures, corners, strict=True):
        picture[top : top + window, left : left + window] = fill
    return pictures


def spread(values, corners, window, shape) -> np.ndarray:
    """The mean over the windows that cover a pixel; 0 where none does."""
    total, covered = np.zeros(shape), np.zeros(shape)
    for value, (top, left) in zip(values, corners, strict=True):
        total[top : top + window, left : left + window] += value
        covered[top : top + window, left : left + window] += 1
    return total / np.maximum(covered, 1)


def without_the_edge(length: int, window: int, step: int) -> list[int]:
    return list(range(0, length - window + 1, step))


@mistake("logits", hint="The drop of which number is asked for: a score without an upper end, or a probability?")
def logits(image, model, target, window, step, fill):
    """The drop of the logit."""
    corners = places(image, window, step)
    score = [
        model(normalised(pictures, device_of(False)))[:, target].double().numpy()
        for pictures in (np.asarray(image)[None], hidden(image, corners, window, fill))
    ]
    return spread(score[0] - score[1], corners, window, image.shape[:2])


@mistake("clipped_at_zero", hint="What if the class becomes likelier when a part is hidden? Should the map tell?")
def clipped_at_zero(image, model, target, window, step, fill):
    """Negative drops become zero."""
    return np.maximum(right(image, model, target, window, step, fill), 0)


@mistake("absolute_value", hint="Is what helps the class the same as what speaks against it?")
def absolute_value(image, model, target, window, step, fill):
    """The size of the drop."""
    return np.abs(right(image, model, target, window, step, fill))


@mistake("edge_left_out", hint="Look at the last rows and columns. Was any window there?")
def edge_left_out(image, model, target, window, step, fill):
    """No window at the lower and the right edge where the step does not end there."""
    corners = places(image, window, step, without_the_edge)
    drops = probabilities(np.asarray(image)[None], model, target) - probabilities(
        hidden(image, corners, window, fill), model, target
    )
    return spread(drops, corners, window, image.shape[:2])


@mistake("last_window_wins", hint="Several windows cover a pixel. Which of them does your map show?")
def last_window_wins(image, model, target, window, step, fill):
    """A later window overwrites an earlier one."""
    corners = places(image, window, step)
    found = np.zeros(image.shape[:2])
    drops = probabilities(np.asarray(image)[None], model, target) - probabilities(
        hidden(image, corners, window, fill), model, target
    )
    for drop, (top, left) in zip(drops, corners, strict=True):
        found[top : top + window, left : left + window] = drop
    return found


@mistake("summed_over_windows", hint="Pixels in the middle are hidden more often. Is that why they are stronger?")
def summed_over_windows(image, model, target, window, step, fill):
    """Not divided by the number of windows that cover a pixel."""
    corners, covered = places(image, window, step), np.zeros(image.shape[:2])
    for top, left in corners:
        covered[top : top + window, left : left + window] += 1
    return right(image, model, target, window, step, fill) * covered


@mistake("what_is_left", hint="The map should be high where hiding hurts. What does yours show there?")
def what_is_left(image, model, target, window, step, fill):
    """The probability with the window hidden, instead of its drop."""
    corners = places(image, window, step)
    return spread(probabilities(hidden(image, corners, window, fill), model, target), corners, window, image.shape[:2])


@mistake("rise_for_drop", hint="Before minus after, or after minus before?")
def rise_for_drop(image, model, target, window, step, fill):
    """The sign is turned."""
    return -right(image, model, target, window, step, fill)


@mistake("fill_as_the_network_sees_it", hint="In which units is your fill: grey levels, or what the network is given?")
def fill_as_the_network_sees_it(image, model, target, window, step, fill):
    """The fill is put in as a normalised value, so that it is another colour."""
    return right(image, model, target, window, step, np.asarray(fill) * np.array(STD) + np.array(MEAN) * 255)


@mistake("first_level_for_all_colours", hint="A fill may be one level for each colour. What does yours do with three?")
def first_level_for_all_colours(image, model, target, window, step, fill):
    """Of three levels the first is used for all the colours."""
    return right(image, model, target, window, step, np.ravel(fill)[0])


@mistake("rows_and_columns_swapped", hint="Try a picture that is wider than high. Do rows stay rows?")
def rows_and_columns_swapped(image, model, target, window, step, fill):
    """Windows are placed by width down and by height across."""
    corners = [(left % image.shape[0], top % image.shape[1]) for top, left in places(image, window, step)]
    drops = probabilities(np.asarray(image)[None], model, target) - probabilities(
        hidden(image, corners, window, fill), model, target
    )
    return spread(drops, corners, window, image.shape[:2])


@mistake("holes_pile_up", hint="Before a window is hidden, is the one before it whole again?")
def holes_pile_up(image, model, target, window, step, fill):
    """The same picture is used on: earlier windows stay hidden."""
    corners = places(image, window, step)
    pictures = hidden(image, corners, window, fill)
    for number, (top, left) in enumerate(corners):
        pictures[number:, top : top + window, left : left + window] = fill
    drops = probabilities(np.asarray(image)[None], model, target) - probabilities(pictures, model, target)
    return spread(drops, corners, window, image.shape[:2])


@mistake("image_painted_over", hint="Look at the image after the call. Whose picture do you paint in?")
def image_painted_over(image, model, target, window, step, fill):
    """The squares are painted into the caller's image and put back, but for the last."""
    found = right(image, model, target, window, step, fill)
    image[-window:, -window:] = fill
    return found


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(image, model, target, window, step, fill):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def drop_by_drop(change):
    """Each window's drop is changed before the mean."""

    def occlusion(image, model, target, window, step, fill):
        corners = places(image, window, step)
        before = probabilities(np.asarray(image)[None], model, target)
        drops = before - probabilities(hidden(image, corners, window, fill), model, target)
        return spread(change(drops), corners, window, image.shape[:2])

    return occlusion


def places_off_the_picture(image, model, target, window, step, fill):
    """Windows are placed by width down and by height across, some of them outside of the picture."""
    corners = [(left, top) for top, left in places(image, window, step)]
    before = probabilities(np.asarray(image)[None], model, target)
    drops = before - probabilities(hidden(image, corners, window, fill), model, target)
    return spread(drops, corners, window, image.shape[:2])


WAYS = {
    "absolute_value": (drop_by_drop(np.abs),),
    "clipped_at_zero": (drop_by_drop(lambda drops: np.maximum(drops, 0)),),
    "rows_and_columns_swapped": (places_off_the_picture,),
}
