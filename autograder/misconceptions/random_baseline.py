"""Wrong variants of `random_baseline_integrated_gradients`: each is one mistake; `noise_mistakes.py` has the others.

They draw from NumPy's global generator, which whoever asks has seeded.
"""

import numpy as np

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions import noise_mistakes  # registers its own first
from autograder.misconceptions.random_parts import trials, uniform
from autograder.misconceptions.random_trials import alike, diagnose
from reference_solutions.integrated_gradients import integrated_gradients

mistake = mistakes_in("random_baseline")
__all__ = ["alike", "diagnose", "noise_mistakes"]  # in place of the comparison with wrong variants: values are random here


@mistake("baseline_drawn_once", hint="Print the first pixel of the baseline in every trial. Is it a new one each time?")
def baseline_drawn_once(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One baseline, drawn before the loop (or the generator is seeded inside it): all trials are the same."""
    baselines = [uniform(inputs)] * num_random_trials
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("one_trial_only", hint="How many trials does the network see, and how many were asked for?")
def one_trial_only(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """It returns inside the loop, after the first trial."""
    return trials([uniform(inputs)], inputs, model, target_label_idx, steps, cuda)[0]


@mistake("no_random_baseline", hint="Print the baselines. What is random about them?")
def no_random_baseline(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Every trial starts from the black image."""
    baselines = [np.zeros_like(inputs)] * num_random_trials
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("baselines_averaged_first", hint="What should be averaged: the explanations, or the images that they start from?")
def baselines_averaged_first(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One path from the mean of all the baselines."""
    baseline = np.mean([uniform(inputs) for _ in range(num_random_trials)], axis=0)
    return integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda)


@mistake("summed_instead_of_averaged", hint="Should more trials make the map brighter?")
def summed_instead_of_averaged(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The trials are added up and never divided."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).sum(0)


@mistake("divided_by_the_steps", hint="How many maps do you add up, and by which number do you divide?")
def divided_by_the_steps(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The sum of the trials over the number of steps."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).sum(0) / steps


@mistake("divided_twice", hint="More trials make your map darker. How often do you divide by their number?")
def divided_twice(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The mean of the trials, divided by their number again."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0) / num_random_trials


@mistake("absolute_values_averaged", hint="Do your attributions still add up to the change in the score?")
def absolute_values_averaged(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The absolute value of each trial before the average."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return np.abs(trials(baselines, inputs, model, target_label_idx, steps, cuda)).mean(0)


@mistake("absolute_value_of_the_average", hint="Do your attributions still add up to the change in the score?")
def absolute_value_of_the_average(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The absolute value of the result."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return np.abs(trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0))


@mistake("last_trial_only", hint="What has become of the trials before the last?")
def last_trial_only(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Each trial overwrites the one before it."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda)[-1]


@mistake("last_trial_divided", hint="What has become of the trials before the last? Look at what your loop keeps.")
def last_trial_divided(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The last trial alone, divided by the number of trials."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda)[-1] / num_random_trials


@mistake("first_trial_returned", hint="Several trials are made. How many of them are in your result?")
def first_trial_returned(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """All the trials are made, and the first one is returned."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda)[0]


@mistake("median_of_the_trials", hint="Which kind of average does the text ask for?")
def median_of_the_trials(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The median instead of the mean."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return np.median(trials(baselines, inputs, model, target_label_idx, steps, cuda), axis=0)


@mistake("largest_of_the_trials", hint="Every trial should have its say. Does one of them win in your result?")
def largest_of_the_trials(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The maximum over the trials."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).max(0)


@mistake("averaged_pair_by_pair", hint="Does the first trial count as much as the last one?")
def averaged_pair_by_pair(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The mean of the result so far and the new trial: late trials count more."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    result, *others = trials(baselines, inputs, model, target_label_idx, steps, cuda)
    for other in others:
        result = (result + other) / 2
    return result


@mistake("steps_and_trials_swapped", hint="How many trials were asked for, and how many baselines do you draw?")
def steps_and_trials_swapped(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The two numbers have changed places."""
    baselines = (uniform(inputs) for _ in range(steps))
    return trials(baselines, inputs, model, target_label_idx, num_random_trials, cuda).mean(0)


@mistake("one_trial_too_few", hint="Count your trials: how many baselines do you draw?")
def one_trial_too_few(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The loop starts at 1."""
    baselines = (uniform(inputs) for _ in range(1, num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("one_trial_too_few_in_the_mean", hint="Count your trials. Is that the number that you divide by?")
def one_trial_too_few_in_the_mean(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """One trial is missing in the sum, which is divided by their full number."""
    baselines = (uniform(inputs) for _ in range(1, num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).sum(0) / num_random_trials


@mistake("channels_first", hint="The result should have the image's own shape. Has yours?")
def channels_first(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """(3, H, W)."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0).transpose(2, 0, 1)


@mistake("all_trials_returned", hint="One map was asked for. How many do you return?")
def all_trials_returned(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """(trials, H, W, 3): no average."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda)


@mistake("divided_by_one_trial_too_many", hint="Count your trials. Is that the number that you divide by?")
def divided_by_one_trial_too_many(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The sum of all the trials, divided by one more than their number."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).sum(0) / (num_random_trials + 1)


@mistake("sign_turned", hint="Does your result add up to the rise of the score, or to its fall?")
def sign_turned(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The trials are subtracted, or their average is multiplied by -1."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return -trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake(
    "steps_not_passed_on",
    hint="Count the images that the network sees in each trial. Is it the number of steps that was asked for?",
)
def steps_not_passed_on(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The number of steps stays at its default of 50, whatever is asked for."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return trials(baselines, inputs, model, target_label_idx, 50, cuda).mean(0)


@mistake(
    "absolute_values_summed",
    hint="Do your attributions still add up to the change in the score, and do more trials make the map brighter?",
)
def absolute_values_summed(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The absolute value of each trial, added up and never divided."""
    baselines = (uniform(inputs) for _ in range(num_random_trials))
    return np.abs(trials(baselines, inputs, model, target_label_idx, steps, cuda)).sum(0)


@mistake("always_white", hint="Print the baselines. What is random about them?")
def always_white(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """Every trial starts from the white image."""
    baselines = [np.full_like(inputs, 255)] * num_random_trials
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake("one_trial_too_many", hint="Count your trials: how many baselines do you draw?")
def one_trial_too_many(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """There is one trial more than was asked for."""
    baselines = (uniform(inputs) for _ in range(num_random_trials + 1))
    return trials(baselines, inputs, model, target_label_idx, steps, cuda).mean(0)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """None comes back: the result is computed, or printed, and not returned."""
    trials((uniform(inputs) for _ in range(num_random_trials)), inputs, model, target_label_idx, steps, cuda)
