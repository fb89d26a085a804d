"""Wrong twins of `integrated_gradients`: each is the reference with one mistake.

Every twin takes the quadrature as a keyword: a student's mistake is found whichever right rule it stands beside.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import torch

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.path_moments import along_the_path, closeness
from reference_solutions.pre_processing import MEAN, STD, normalised

mistake = mistakes_in("integrated_gradients")
MAIN = ("attribution",)
OF_A_CLASS = "attribution"
CPU = torch.device("cpu")


class Rule(NamedTuple):
    """A right quadrature: the points on the path, and their weights, which add up to 1."""

    alphas: np.ndarray
    weights: np.ndarray


def evenly(alphas: np.ndarray) -> Rule:
    return Rule(alphas, np.full(len(alphas), 1 / len(alphas)))


def trapezoid(steps: int) -> Rule:
    weights = np.full(steps + 1, 1 / steps)
    weights[[0, -1]] /= 2
    return Rule(np.linspace(0, 1, steps + 1), weights)


RULES: dict[str, Callable[[int], Rule]] = {
    "midpoint": lambda steps: evenly((np.arange(steps) + 0.5) / steps),
    "left": lambda steps: evenly(np.arange(steps) / steps),
    "right": lambda steps: evenly((np.arange(steps) + 1) / steps),
    "both ends": lambda steps: evenly(np.linspace(0, 1, steps)),
    "one point more": lambda steps: evenly(np.linspace(0, 1, steps + 1)),
    "trapezoid": trapezoid,
}
MIDPOINT = RULES["midpoint"]
QUESTIONS = (along_the_path,)
__all__ = ["closeness"]


def variants(twin: Callable) -> dict[str, Callable]:
    """A twin by every right quadrature; the first is the one that it takes by itself."""
    return {name: partial(twin, rule=rule) for name, rule in RULES.items()}


def probability(logits: torch.Tensor, target: int) -> torch.Tensor:
    """(N,) softmax probabilities of one class: the right score."""
    return torch.softmax(logits, dim=1)[:, target]


class Parts(NamedTuple):
    """What integrated gradients are made of, as arrays (..., 3, H, W)."""

    image: np.ndarray
    start: np.ndarray
    gradients: np.ndarray  # (n, 3, H, W), along the path
    rule: Rule

    @property
    def average(self) -> np.ndarray:
        return np.tensordot(self.rule.weights, self.gradients, 1)

    @property
    def difference(self) -> np.ndarray:
        return self.image - self.start


def last(attribution: np.ndarray) -> np.ndarray:
    """(3, H, W) -> (H, W, 3)."""
    return attribution.transpose(1, 2, 0)


def seen(pixels: np.ndarray) -> np.ndarray:
    """(H, W, 3) in 0..255 as the network sees it, (3, H, W)."""
    return normalised(pixels[None], CPU)[0].numpy()


def predicted(image: np.ndarray, model) -> int:
    with torch.no_grad():
        return int(model(torch.tensor(image[None])).argmax())


def gradients_at(path: np.ndarray, model, target: int, score: Callable = probability) -> np.ndarray:
    """d score / d point for every point (n, 3, H, W)."""
    points = torch.tensor(path, dtype=torch.float32).requires_grad_()
    (gradients,) = torch.autograd.grad(score(model(points), target).sum(), points)
    return gradients.numpy()


def parts(inputs, model, target, baseline, rule: Rule, *, path: Callable | None = None, score=probability) -> Parts:
    """The reference's parts; `path` makes other points of (image, start, alphas), `score` is differentiated."""
    image = seen(inputs)
    start = seen(np.zeros_like(inputs) if baseline is None else baseline)
    target = predicted(image, model) if target is None else target
    alphas = rule.alphas[:, None, None, None]
    points = path(image, start, alphas) if path else start + alphas * (image - start)
    return Parts(image, start, gradients_at(points, model, target, score), rule)


@mistake(
    "summed_instead_of_averaged",
    hint="The average of twenty gradients should not be twenty times as large as one of them.",
)
def summed_instead_of_averaged(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The gradients are added up and never divided."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.average * len(p.gradients))


@mistake(
    "divided_by_one_step_too_few",
    hint="Count the gradients that you add up, and compare with the number that you divide by.",
)
def divided_by_one_step_too_few(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The sum of steps + 1 gradients, divided by steps."""
    p = parts(inputs, model, target, baseline, evenly(np.linspace(0, 1, steps + 1)))
    return last(p.difference * p.gradients.sum(0) / steps)


@mistake(
    "divided_by_one_step_too_many",
    hint="Count the gradients that you add up, and compare with the number that you divide by.",
)
def divided_by_one_step_too_many(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The sum of n gradients, divided by n + 1."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.average * len(p.gradients) / (len(p.gradients) + 1))


@mistake(
    "not_multiplied_by_the_difference",
    hint="What should a pixel get that is the same in the image and in the baseline?",
)
def not_multiplied_by_the_difference(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The mean gradient itself."""
    return last(parts(inputs, model, target, baseline, rule(steps)).average)


@mistake("multiplied_by_the_image", hint="What should a pixel get that is the same in the image and in the baseline?")
def multiplied_by_the_image(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The mean gradient times the normalised image: the baseline is not subtracted."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.image * p.average)


@mistake("difference_reversed", hint="Which end of the path is the image? Your map has all the signs turned.")
def difference_reversed(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Baseline minus image."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(-p.difference * p.average)


@mistake("difference_squared", hint="How often is your result multiplied by the way from the baseline to the image?")
def difference_squared(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The difference is multiplied in twice."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference**2 * p.average)


@mistake("difference_in_pixels", hint="Your gradients belong to normalised values. In which units is your difference?")
def difference_in_pixels(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The difference of the images in 0..255."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(255 * np.array(STD)[:, None, None] * p.difference * p.average)


@mistake("difference_in_0_to_1", hint="Your gradients belong to normalised values. In which units is your difference?")
def difference_in_0_to_1(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The difference of the images in 0..1, before the standard deviation."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(np.array(STD)[:, None, None] * p.difference * p.average)


@mistake("gradient_at_the_image_only", hint="Which points of the path have a say in your result, and which have none?")
def gradient_at_the_image_only(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """No path: the gradient at the image, times the difference."""
    p = parts(inputs, model, target, baseline, Rule(np.ones(1), np.ones(1)))
    return last(p.difference * p.average)


@mistake(
    "gradient_at_the_baseline_only",
    hint="Which points of the path have a say in your result? Print their positions.",
)
def gradient_at_the_baseline_only(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """All the points are the baseline, as after an integer division."""
    p = parts(inputs, model, target, baseline, Rule(np.zeros(1), np.ones(1)))
    return last(p.difference * p.average)


@mistake("gradient_in_the_middle_only", hint="Which points of the path have a say in your result, and which have none?")
def gradient_in_the_middle_only(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """One gradient, half-way."""
    p = parts(inputs, model, target, baseline, Rule(np.full(1, 0.5), np.ones(1)))
    return last(p.difference * p.average)


@mistake("first_half_of_the_path", hint="Print the positions on your path. Which one is the last?")
def first_half_of_the_path(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The path ends half-way."""
    alphas, weights = rule(steps)
    p = parts(inputs, model, target, baseline, Rule(alphas / 2, weights))
    return last(p.difference * p.average)


@mistake("path_beyond_the_image", hint="Print the positions on your path. Which one is the last?")
def path_beyond_the_image(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The path goes on to twice the difference."""
    alphas, weights = rule(steps)
    p = parts(inputs, model, target, baseline, Rule(2 * alphas, weights))
    return last(p.difference * p.average)


@mistake(
    "weighted_by_the_position",
    hint="The derivative is taken at the interpolated image, as at a fresh input. Does the position come in a second time?",
)
def weighted_by_the_position(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """Differentiated with respect to the image at the path's end: each gradient is multiplied by its alpha."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * np.tensordot(p.rule.weights * p.rule.alphas, p.gradients, 1))


@mistake("path_ignores_the_baseline", hint="Where does your path start when the baseline is a white image?")
def path_ignores_the_baseline(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """alpha * image: the path starts at the tensor of zeros, whatever the baseline."""
    p = parts(inputs, model, target, baseline, rule(steps), path=lambda image, start, alphas: alphas * image)
    return last(p.difference * p.average)


@mistake("pixel_path_ignores_the_baseline", hint="Where does your path start when the baseline is a white image?")
def pixel_path_ignores_the_baseline(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """alpha * image in pixels: the path starts at black, whatever the baseline; the difference is right."""
    black = seen(np.zeros_like(inputs))
    points = lambda image, start, alphas: black + alphas * (image - black)  # noqa: E731
    p = parts(inputs, model, target, baseline, rule(steps), path=points)
    return last(p.difference * p.average)


@mistake("path_beside_the_image", hint="Does your path end at the image? Try it with a white baseline.")
def path_beside_the_image(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """baseline + alpha * image: the path ends beside the image."""
    points = lambda image, start, alphas: start + alphas * image  # noqa: E731
    p = parts(inputs, model, target, baseline, rule(steps), path=points)
    return last(p.difference * p.average)


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
    hint="Return the attributions in their own units: they should add up to the change in the score.",
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
