"""Wrong variants of `integrated_gradients` whose sum, difference or path is wrong; `integrated_gradients.py` has the others."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.path_parts import MIDPOINT, Rule, evenly, last, parts, seen
from reference_solutions.pre_processing import STD

mistake = mistakes_in("integrated_gradients")


@mistake(
    "summed_instead_of_averaged",
    hint="Should the average of twenty gradients be twenty times as large as one of them?",
)
def summed_instead_of_averaged(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The gradients are added up and never divided."""
    p = parts(inputs, model, target, baseline, rule(steps))
    return last(p.difference * p.average * len(p.gradients))


@mistake(
    "divided_by_one_step_too_few",
    hint="Count the gradients that you add up. Is that the number that you divide by?",
)
def divided_by_one_step_too_few(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """The sum of steps + 1 gradients, divided by steps."""
    p = parts(inputs, model, target, baseline, evenly(np.linspace(0, 1, steps + 1)))
    return last(p.difference * p.gradients.sum(0) / steps)


@mistake(
    "divided_by_one_step_too_many",
    hint="Count the gradients that you add up. Is that the number that you divide by?",
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


@mistake("pixel_path_beside_the_image", hint="Does your path end at the image? Try it with a white baseline.")
def pixel_path_beside_the_image(inputs, model, target, baseline, steps=50, cuda=False, *, rule=MIDPOINT):
    """baseline + alpha * image in pixels: the path ends beside the image; the difference is right."""
    away = seen(inputs) - seen(np.zeros_like(inputs))
    points = lambda image, start, alphas: start + alphas * away  # noqa: E731
    p = parts(inputs, model, target, baseline, rule(steps), path=points)
    return last(p.difference * p.average)
