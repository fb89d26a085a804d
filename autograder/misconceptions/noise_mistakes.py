"""Wrong variants of `random_baseline_integrated_gradients` whose noise is wrong; `random_baseline.py` has the others."""

import numpy as np

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.random_parts import trials, uniform

mistake = mistakes_in("random_baseline")


@mistake("noise_around_zero", hint="Show one of your baselines as a picture. Can a pixel be negative?")
def noise_around_zero(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Normal noise of unit size: nearly black, and half of it below zero."""
    baselines = (np.random.standard_normal(inputs.shape) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("noise_in_0_to_1", hint="How bright is your noise? Show one of your baselines as a picture.")
def noise_in_0_to_1(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Uniform in 0..1, where an image in 0..255 is expected: nearly black."""
    baselines = (np.random.random(inputs.shape) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("dark_half_only", hint="How bright is the brightest pixel of your baselines?")
def dark_half_only(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Uniform in 0..127."""
    baselines = (uniform(inputs) / 2 for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("noise_on_both_sides_of_zero", hint="Show one of your baselines as a picture. Can a pixel be negative?")
def noise_on_both_sides_of_zero(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Uniform in -255..255."""
    baselines = (2 * uniform(inputs) - 255 for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake(
    "wide_normal_noise",
    hint="Show one of your baselines as a picture. Do all its pixels lie in the range of an image?",
)
def wide_normal_noise(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Normal noise around the middle of the range, which leaves it at both ends."""
    baselines = (127.5 + 127.5 * np.random.standard_normal(inputs.shape) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("grey_noise", hint="How many random numbers does a coloured image need?")
def grey_noise(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One random number for each pixel, the same in its three channels."""
    baselines = (np.repeat(uniform(inputs[:, :, :1]), 3, axis=2) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("one_colour_for_each_trial", hint="How many random numbers does an image need?")
def one_colour_for_each_trial(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One random colour for the whole baseline."""
    baselines = (np.ones_like(inputs) * uniform(inputs[:1, :1]) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("one_grey_for_each_trial", hint="How many random numbers does an image need?")
def one_grey_for_each_trial(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One random number for the whole baseline."""
    baselines = (np.ones_like(inputs) * uniform(inputs[:1, :1, :1]) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake(
    "image_with_noise",
    hint="Should a baseline know the image that is explained? Subtract the image from it and look.",
)
def image_with_noise(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """A little noise on the image itself."""
    baselines = (inputs + np.random.uniform(-10, 10, inputs.shape) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake(
    "noise_in_proportion_to_the_image",
    hint="Should a baseline know the image that is explained? Look where your baselines are dark.",
)
def noise_in_proportion_to_the_image(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The image multiplied by random numbers in 0..1."""
    baselines = (inputs * np.random.random(inputs.shape) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)
