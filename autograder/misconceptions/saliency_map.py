"""Wrong variants of `saliency_map`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("saliency_map")
MAIN = ("map",)


@mistake(
    "no_absolute_value",
    hint="Can importance be negative? Think of a pixel whose three gradients are all below zero.",
)
def no_absolute_value(gradients):
    """The largest value with its sign."""
    return gradients.max(axis=2)


@mistake("absolute_value_after_the_maximum", hint="One channel says -5, another +1: which of them should win?")
def absolute_value_after_the_maximum(gradients):
    """Maximum first, absolute value afterwards."""
    return np.abs(gradients.max(axis=2))


@mistake("negative_gradients_cut_off", hint="A strongly negative gradient: does it count in your map?")
def negative_gradients_cut_off(gradients):
    """max(g, 0) instead of the absolute value."""
    return np.maximum(gradients, 0).max(axis=2)


@mistake("signed_winner", hint="You found the right channel. In which form should its value stand in the map?")
def signed_winner(gradients):
    """The value of largest size, with its sign."""
    winner = np.abs(gradients).argmax(axis=2)[:, :, None]
    return np.take_along_axis(gradients, winner, axis=2)[:, :, 0]


@mistake("mean_over_channels", hint="Which of the three channels should a pixel show: all of them, or one?")
def mean_over_channels(gradients):
    """The mean of the absolute values."""
    return np.abs(gradients).mean(axis=2)


@mistake("sum_over_channels", hint="Which of the three channels should a pixel show: all of them together, or one?")
def sum_over_channels(gradients):
    """The sum of the absolute values."""
    return np.abs(gradients).sum(axis=2)


@mistake("absolute_value_of_the_sum", hint="Should a channel of +1 and one of -1 cancel each other?")
def absolute_value_of_the_sum(gradients):
    """Summed with their signs, so that channels cancel."""
    return np.abs(gradients.sum(axis=2))


@mistake("absolute_value_of_the_mean", hint="Should a channel of +1 and one of -1 cancel each other?")
def absolute_value_of_the_mean(gradients):
    """Averaged with their signs, so that channels cancel."""
    return np.abs(gradients.mean(axis=2))


@mistake("euclidean_norm", hint="All three channels take part in your value. Which reduction does the text name?")
def euclidean_norm(gradients):
    """The length of the three gradients as a vector."""
    return np.sqrt((gradients.astype(np.float64) ** 2).sum(axis=2))


@mistake("smallest_absolute_value", hint="Which of the three numbers should each pixel hold? Say it in words.")
def smallest_absolute_value(gradients):
    """The minimum instead of the maximum."""
    return np.abs(gradients).min(axis=2)


@mistake(
    "minus_the_minimum",
    hint="Only the negative side counts in your map. What about a strongly positive gradient?",
)
def minus_the_minimum(gradients):
    """The absolute value of the smallest gradient."""
    return np.abs(gradients.min(axis=2))


@mistake("squared", hint="How large is the largest value of your map beside the largest gradient?")
def squared(gradients):
    """The largest square, without the root."""
    return (gradients.astype(np.float64) ** 2).max(axis=2)


@mistake("which_channel_wins", hint="Your map holds 0, 1 and 2 only. Which number should each pixel hold, in words?")
def which_channel_wins(gradients):
    """argmax: the channel's number instead of its value."""
    return np.abs(gradients).argmax(axis=2)


@mistake("first_channel_only", hint="Do all three channels take part in your map?")
def first_channel_only(gradients):
    """Red alone."""
    return np.abs(gradients[:, :, 0])


@mistake("maximum_over_the_rows", hint="Which axis holds the colours? Look at the shape of your map.")
def maximum_over_the_rows(gradients):
    """(W, 3): the maximum over the height."""
    return np.abs(gradients).max(axis=0)


@mistake(
    "maximum_over_the_columns",
    hint="Which axis holds the colours? Compare the shape of your map with the image's.",
)
def maximum_over_the_columns(gradients):
    """(H, 3): the maximum over the width."""
    return np.abs(gradients).max(axis=1)


@mistake("one_number", hint="One value for each pixel was asked for. How many do you return?")
def one_number(gradients):
    """The maximum over the whole image."""
    return np.abs(gradients).max()


@mistake("channel_axis_kept", hint="The values are right. How many axes should a map have?")
def channel_axis_kept(gradients):
    """(H, W, 1)."""
    return np.abs(gradients).max(axis=2, keepdims=True)


@mistake("no_maximum", hint="Your result still has three colours. What should each pixel hold in the end?")
def no_maximum(gradients):
    """(H, W, 3): absolute values, never reduced."""
    return np.abs(gradients)


@mistake("whole_numbers", hint="How large are the gradients? What becomes of them in an array of whole numbers?")
def whole_numbers(gradients):
    """Cast to uint8: small gradients become 0."""
    return np.abs(gradients).max(axis=2).astype(np.uint8)


@mistake("stretched_to_0_1", hint="The figure does its own rescaling. Were the values to be rescaled here?")
def stretched_to_0_1(gradients):
    """(s - min) / (max - min)."""
    largest = np.abs(gradients).max(axis=2)
    return (largest - largest.min()) / (largest.max() - largest.min())


@mistake(
    "divided_by_the_largest",
    hint="The figure does its own rescaling. In which units were the values to be returned?",
)
def divided_by_the_largest(gradients):
    """s / max."""
    largest = np.abs(gradients).max(axis=2)
    return largest / largest.max()


@mistake("transposed", hint="Try an image that is not square: do rows stay rows?")
def transposed(gradients):
    """(W, H): rows and columns change places."""
    return np.abs(gradients).max(axis=2).T


@mistake("largest_minus_smallest", hint="A pixel whose three gradients are equal and large: what does your map show there?")
def largest_minus_smallest(gradients):
    """The range over the channels."""
    return np.ptp(gradients, axis=2)


@mistake("sum_with_signs", hint="Should a channel of +1 and one of -1 cancel each other, and can importance be negative?")
def sum_with_signs(gradients):
    """Summed over the channels, with the signs."""
    return gradients.sum(axis=2)


@mistake("mean_with_signs", hint="Should a channel of +1 and one of -1 cancel each other, and can importance be negative?")
def mean_with_signs(gradients):
    """Averaged over the channels, with the signs."""
    return gradients.mean(axis=2)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(gradients):
    """None comes back: the result is computed, or printed, and not returned."""
