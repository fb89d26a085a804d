"""Wrong variants of `cue_effect`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from reference_solutions.cue_effect import cue_effect as right
from reference_solutions.occlusion import probabilities
from reference_solutions.pre_processing import device_of, normalised

mistake = mistakes_in("cue_effect")
MAIN = ("differences",)


def others(scenes, target) -> list[np.ndarray]:
    """Copies of the pictures that show no object of the class."""
    return [np.array(image, np.float32) for image, labels, _ in scenes if target not in labels]


def both(model, scenes, cue, target) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities with and without the cue."""
    images = others(scenes, target)
    pictures = (np.stack([cue(image.copy()) for image in images]), np.stack(images))
    return probabilities(pictures[0], model, target), probabilities(pictures[1], model, target)


@mistake("one_number", hint="How many numbers should come back? An interval needs them one by one.")
def one_number(model, scenes, cue, target):
    """The mean of the differences."""
    return np.array([right(model, scenes, cue, target).mean()])


@mistake("scenes_of_the_class_kept", hint="A scene shows the class already: what can the cue add to it?")
def scenes_of_the_class_kept(model, scenes, cue, target):
    """Scenes of the target class stay in."""
    return right(model, [(image, (), masks) for image, _, masks in scenes], cue, target)


@mistake("first_label_only", hint="A scene may show two objects. Is the second of the class?")
def first_label_only(model, scenes, cue, target):
    """Only the first of a scene's labels is looked at."""
    return right(model, [(image, labels[:1], masks) for image, labels, masks in scenes], cue, target)


@mistake("without_minus_with", hint="The cue raises the probability. Is your number above zero?")
def without_minus_with(model, scenes, cue, target):
    """The sign is turned."""
    return -right(model, scenes, cue, target)


@mistake("hits_instead_of_probabilities", hint="Can your number be one half? A probability can rise and not win.")
def hits_instead_of_probabilities(model, scenes, cue, target):
    """Whether the class wins, with and without."""
    images = others(scenes, target)
    says = [
        model(normalised(pictures, device_of(False))).argmax(1).numpy() == target
        for pictures in (np.stack([cue(image.copy()) for image in images]), np.stack(images))
    ]
    return says[0].astype(float) - says[1]


@mistake("logits", hint="Which numbers do you subtract: scores, or probabilities?")
def logits(model, scenes, cue, target):
    """The difference of the logits."""
    images = others(scenes, target)
    score = [
        model(normalised(pictures, device_of(False)))[:, target].double().numpy()
        for pictures in (np.stack([cue(image.copy()) for image in images]), np.stack(images))
    ]
    return score[0] - score[1]


@mistake("cue_put_in_twice", hint="How often is the cue called for each scene?")
def cue_put_in_twice(model, scenes, cue, target):
    """The cue is put into the picture that has it."""
    return right(model, scenes, lambda image: cue(cue(image)), target)


@mistake("other_scenes_without", hint="Each scene is compared with itself. With which one is yours?")
def other_scenes_without(model, scenes, cue, target):
    """Not paired: the next scene is the one without."""
    with_cue, without = both(model, scenes, cue, target)
    return with_cue - np.roll(without, 1)


@mistake("against_the_mean_without", hint="What do scenes differ by, besides the cue? Does that fall out of your difference?")
def against_the_mean_without(model, scenes, cue, target):
    """Not paired: the mean of all scenes is the one without."""
    with_cue, without = both(model, scenes, cue, target)
    return with_cue - without.mean()


@mistake(
    "scene_handed_over_itself", hint="A cue may draw into the picture that it is given. What is left of the scene without it?"
)
def scene_handed_over_itself(model, scenes, cue, target):
    """The cue draws into the scene, which then has it in both pictures."""
    images = others(scenes, target)
    with_cue = np.stack([cue(image) for image in images])
    return probabilities(with_cue, model, target) - probabilities(np.stack(images), model, target)


@mistake("scenes_drawn_into", hint="Which pictures does the cue draw into, and which of them do you still need without it?")
def scenes_drawn_into(model, scenes, cue, target):
    """The cue draws into the very pictures that are to be asked about without it."""
    images = [image for image, labels, _ in scenes if target not in labels]
    with_cue = np.stack([cue(image) for image in images])
    return probabilities(with_cue, model, target) - probabilities(np.stack(images), model, target)


@mistake("sorted", hint="Which difference is which scene's? Keep their order.")
def sorted_differences(model, scenes, cue, target):
    """The differences are sorted."""
    return np.sort(right(model, scenes, cue, target))


@mistake("as_a_share", hint="A difference, or a ratio? From 0.001 to 0.002 is twice as much, and still nothing.")
def as_a_share(model, scenes, cue, target):
    """Relative to the probability without the cue."""
    with_cue, without = both(model, scenes, cue, target)
    return with_cue / without - 1


@mistake("only_what_rises", hint="May a cue make a class less likely? Would you see it?")
def only_what_rises(model, scenes, cue, target):
    """Negative differences become zero."""
    return np.maximum(right(model, scenes, cue, target), 0)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(model, scenes, cue, target):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def how_many_times(model, scenes, cue, target):
    """With the cue over without it."""
    return as_a_share(model, scenes, cue, target) + 1


WAYS = {"as_a_share": (how_many_times,)}
