"""Wrong variants of `pool_gradients`: each is the reference with one mistake."""

import torch

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("pool_gradients")
MAIN = ("pooled",)


@mistake("sum_instead_of_mean", hint="What does the 1/Z in the formula do?")
def sum_instead_of_mean(gradients):
    """The sum over batch and space, not divided by the number of places."""
    return gradients.sum(dim=(0, 2, 3))


@mistake(
    "mean_over_the_channels",
    hint="One number for each feature map was asked for. Over which axes must you average?",
)
def mean_over_the_channels(gradients):
    """(h, w): the channels are averaged away."""
    return gradients[0].mean(dim=0)


@mistake("batch_axis_kept", hint="The values are right. Which axes should have disappeared?")
def batch_axis_kept(gradients):
    """(1, C): the mean over space alone."""
    return gradients.mean(dim=(2, 3))


@mistake("all_axes_kept", hint="The values are right. Which axes should have disappeared?")
def all_axes_kept(gradients):
    """(1, C, 1, 1): averaged with keepdim."""
    return gradients.mean(dim=(0, 2, 3), keepdim=True)


@mistake("one_number", hint="How many channels are there, and how many numbers do you return?")
def one_number(gradients):
    """The mean over everything."""
    return gradients.mean()


@mistake("other_three_axes", hint="Which axis holds the channels? That one must stay.")
def other_three_axes(gradients):
    """(w,): the mean over batch, channels and rows."""
    return gradients.mean(dim=(0, 1, 2))


@mistake("mean_over_the_rows_only", hint="A feature map has two axes. Over how many of them do you average?")
def mean_over_the_rows_only(gradients):
    """(C, w): one axis of space is left."""
    return gradients.mean(dim=(0, 2))


@mistake("maximum", hint="Which kind of pooling does the formula show?")
def maximum(gradients):
    """The largest gradient of each channel."""
    return gradients.amax(dim=(0, 2, 3))


@mistake("median", hint="Which kind of average does the formula show?")
def median(gradients):
    """The median of each channel."""
    return gradients[0].flatten(1).median(dim=1).values


@mistake("mean_of_absolute_values", hint="May a channel speak against the class?")
def mean_of_absolute_values(gradients):
    """All the weights are positive: the sign is taken off before the mean."""
    return gradients.abs().mean(dim=(0, 2, 3))


@mistake("absolute_value_of_the_mean", hint="May a channel speak against the class?")
def absolute_value_of_the_mean(gradients):
    """The sign is taken off after the mean."""
    return gradients.mean(dim=(0, 2, 3)).abs()


@mistake(
    "negative_gradients_cut_off",
    hint="May a channel speak against the class? Look for a ReLU that comes too early.",
)
def negative_gradients_cut_off(gradients):
    """A ReLU before the mean."""
    return torch.relu(gradients).mean(dim=(0, 2, 3))


@mistake(
    "negative_weights_cut_off",
    hint="May a channel speak against the class? Look for a ReLU that comes too early.",
)
def negative_weights_cut_off(gradients):
    """A ReLU after the mean."""
    return torch.relu(gradients.mean(dim=(0, 2, 3)))


@mistake("normalised_to_length_one", hint="Are you asked to rescale the weights here?")
def normalised_to_length_one(gradients):
    """The weights are divided by their Euclidean norm."""
    weights = gradients.mean(dim=(0, 2, 3))
    return weights / weights.norm()


@mistake("softmax_of_the_weights", hint="Your weights add up to one. Did the text ask for that?")
def softmax_of_the_weights(gradients):
    """The weights go through a softmax."""
    return torch.softmax(gradients.mean(dim=(0, 2, 3)), dim=0)


@mistake(
    "divided_by_the_channels_too",
    hint="How many places does one feature map have? The number of maps plays no part.",
)
def divided_by_the_channels_too(gradients):
    """The sum over everything's count: too small by the number of channels."""
    return gradients.sum(dim=(0, 2, 3)) / gradients.numel()


@mistake("divided_by_height_squared", hint="Try a map that is not square. By which number do you divide?")
def divided_by_height_squared(gradients):
    """Divided by h * h instead of h * w."""
    return gradients.sum(dim=(0, 2, 3)) / gradients.shape[2] ** 2


@mistake("divided_by_14_squared", hint="Not every map has fourteen rows and columns. By which number do you divide?")
def divided_by_14_squared(gradients):
    """The size of VGG19's map is written into the code."""
    return gradients.sum(dim=(0, 2, 3)) / 14**2


@mistake("always_512_channels", hint="Which number in your code belongs to VGG19 alone?")
def always_512_channels(gradients):
    """The number of channels is written into the code: any other raises an error."""
    return torch.stack([gradients[:, channel].mean() for channel in range(512)])


@mistake("one_place_only", hint="Does every place of the map take part in your weight?")
def one_place_only(gradients):
    """The gradient in the upper left corner stands for all."""
    return gradients[0, :, 0, 0].clone()


@mistake("array_instead_of_tensor", hint="The values are right. Which type does the next cell expect?")
def array_instead_of_tensor(gradients):
    """A NumPy array comes back, not a tensor."""
    return gradients.mean(dim=(0, 2, 3)).numpy()


@mistake("padded_to_512_weights", hint="Which number in your code belongs to VGG19 alone?")
def padded_to_512_weights(gradients):
    """512 weights, whatever the number of channels: those that belong to none are zero."""
    weights = torch.zeros(512)
    weights[: gradients.shape[1]] = gradients.mean(dim=(0, 2, 3))
    return weights


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(gradients):
    """None comes back: the result is computed, or printed, and not returned."""
