"""Wrong variants of `integrated_gradients`: each is the reference with one mistake.

Every wrong variant takes the quadrature as a keyword: a student's mistake is found whichever right rule it stands beside.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions import path_mistakes  # registers its own first
from autograder.misconceptions.path_moments import along_the_path, closeness
from autograder.misconceptions.path_parts import MIDPOINT, RULES, evenly, last, parts, predicted, probability, seen
from reference_solutions.pre_processing import MEAN

mistake = mistakes_in("integrated_gradients")
MAIN = ("attribution",)
OF_A_CLASS = "attribution"


QUESTIONS = (along_the_path,)
__all__ = ["closeness", "path_mistakes"]


def variants(wrong_variant: Callable) -> dict[str, Callable]:
    """A wrong variant by every right quadrature; the first is the one that it takes by itself."""
    return {name: partial(wrong_variant, rule=rule) for name, rule in RULES.items()}


@mistake(
    "absolute_gradients",
    hint="The attributions should add up to the change in the score. Can they, if none is below zero?",
)
def absolute_gradients(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The absolute value of each gradient before the average."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * np.tensordot(p.rule.weights, np.abs(p.gradients), 1))


@mistake(
    "absolute_attributions",
    hint="The attributions should add up to the change in the score. Can they, if none is below zero?",
)
def absolute_attributions(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The absolute value of the result."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(np.abs(p.difference * p.average))


@mistake("largest_gradient", hint="Every step should have its say. Does one of them win in your result?")
def largest_gradient(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The maximum over the steps instead of the mean."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.gradients.max(0))


@mistake(
    "divided_by_the_largest",
    hint="The attributions should add up to the change in the score. In which units do you return them?",
)
def divided_by_the_largest(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The result is divided by its largest absolute value."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.average / np.abs(p.difference * p.average).max())


@mistake("zero_tensor_for_black", hint="Which colour is a zero after normalising?")
def zero_tensor_for_black(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Without a baseline the path starts at zeros of the normalised space: a mean grey."""
    grey = np.ones_like(inputs) * 255 * np.array(MEAN)
    p = parts(inputs, model, target, grey if baseline is None else baseline, rule(steps))
    return last(p.difference * p.average)


@mistake("white_without_a_baseline", hint="Without a baseline, at which image should the path start?")
def white_without_a_baseline(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Without a baseline the path starts at the white image."""
    white = np.full_like(inputs, 255)
    p = parts(inputs, model, target, white if baseline is None else baseline, rule(steps))
    return last(p.difference * p.average)


@mistake("baseline_ignored", hint="Call it with two different baselines: do the results differ?")
def baseline_ignored(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Always from the black image, whatever baseline is given."""
    p = parts(inputs, model, target, None, rule(steps))
    return last(p.difference * p.average)


@mistake("target_chosen_at_each_step", hint="Which class is each of your gradients about? Print it at every step.")
def target_chosen_at_each_step(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Without a class the winner is chosen anew at every point of the path."""
    winners = lambda logits, target: torch.softmax(logits, 1).max(1).values  # noqa: E731
    score = winners if target is None else probability
    p = parts(inputs, model, target, baseline, rule(steps), score=score)
    return last(p.difference * p.average)


@mistake("target_chosen_at_the_baseline", hint="Without a class, which picture should decide what is explained?")
def target_chosen_at_the_baseline(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Without a class the one predicted for the baseline is explained."""
    start = seen(np.zeros_like(inputs) if baseline is None else baseline)
    target = predicted(start, model) if target is None else target
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.average)


@mistake("target_ignored", hint="Ask for a class that is not the winner: is it the one that you explain?")
def target_ignored(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The predicted class is explained, whatever class was asked for."""
    p = parts(inputs, model, None, baseline, rule(steps))
    return last(p.difference * p.average)


@mistake("class_zero_taken_for_none", hint="Is 0 a class? Ask for it, and see which one is explained.")
def class_zero_taken_for_none(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """`if not target`: class 0 counts as no class."""
    p = parts(inputs, model, target or None, baseline, rule(steps))
    return last(p.difference * p.average)


@mistake(
    "logit_instead_of_probability",
    hint="Which score does the text name: the one before the softmax, or the one after it?",
)
def logit_instead_of_probability(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The gradients of the class's logit."""
    score = lambda logits, target: logits[:, target]  # noqa: E731
    p = parts(inputs, model, target, baseline, rule(steps), score=score)
    return last(p.difference * p.average)


@mistake("loss_instead_of_score", hint="Does the probability of the class rise along your gradients, or fall?")
def loss_instead_of_score(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The gradients of the cross-entropy loss."""
    score = lambda logits, target: -torch.log_softmax(logits, 1)[:, target]  # noqa: E731
    p = parts(inputs, model, target, baseline, rule(steps), score=score)
    return last(p.difference * p.average)


@mistake("channels_first", hint="The result should have the image's own shape. Has yours?")
def channels_first(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """(3, H, W)."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return p.difference * p.average


@mistake(
    "reshaped_to_channels_last",
    hint="The same numbers at other places: how does reordering axes differ from re-cutting memory?",
)
def reshaped_to_channels_last(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """(3, H, W) is reshaped instead of transposed."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return np.ascontiguousarray(p.difference * p.average).reshape(inputs.shape)


@mistake("summed_over_the_colours", hint="The result should have the image's own shape. What became of the colours?")
def summed_over_the_colours(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """(H, W): the channels are added up for the picture already."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return (p.difference * p.average).sum(0)


@mistake("tensor_instead_of_array", hint="The values are right. Which type does the text promise to the caller?")
def tensor_instead_of_array(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """A torch tensor comes back, not a NumPy array."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return torch.tensor(last(p.difference * p.average))


@mistake("gradients_at_both_ends_only", hint="How many different images does the network see on your path?")
def gradients_at_both_ends_only(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The mean of two gradients: at the baseline and at the image."""
    p = parts(inputs, model, target, baseline, evenly(np.array([0.0, 1.0])))
    return last(p.difference * p.average)


@mistake(
    "negative_attributions_cut_off",
    hint="The attributions should add up to the change in the score. Can they, if none is below zero?",
)
def negative_attributions_cut_off(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """A ReLU over the result."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(np.maximum(p.difference * p.average, 0))


@mistake(
    "difference_pre_processed",
    hint="Pre-processing subtracts a mean. Is it still there in the difference of two pre-processed images? And in yours?",
)
def difference_pre_processed(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The difference of the pixels is pre-processed, mean and all, instead of the two images."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(seen(inputs - (np.zeros_like(inputs) if baseline is None else baseline)) * p.average)


@mistake("arguments_changed_in_place", hint="Look at the image and the baseline after the call. Are they what they were?")
def arguments_changed_in_place(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The map is right, and the caller's image has become the difference."""
    p = parts(inputs, model, target, baseline, rule(steps))
    inputs -= 0.5 * inputs if baseline is None else baseline
    return last(p.difference * p.average)


@mistake(
    "random_without_a_baseline",
    hint="Ask twice without a baseline: are the two maps the same? At which image should the path start?",
)
def random_without_a_baseline(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Without a baseline the path starts at random noise."""
    noise = np.random.uniform(0, 255, inputs.shape)
    p = parts(inputs, model, target, noise if baseline is None else baseline, rule(steps))
    return last(p.difference * p.average)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """None comes back: the result is computed, or printed, and not returned."""
