"""Wrong variants of `grad_cam_heatmap`: each is the reference with one mistake."""

import torch

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("grad_cam_heatmap")
MAIN = ("heatmap",)


def weighted(activations, weights):
    """(C, h, w): each channel times its weight."""
    return activations[0] * weights[:, None, None]


def scaled(evidence):
    """Divided by its highest value, where there is one above zero."""
    return evidence / evidence.max() if evidence.max() > 0 else torch.zeros_like(evidence)


@mistake("no_relu", hint="Evidence against the class belongs to other classes. Is there any in your map?")
def no_relu(activations, pooled_gradients):
    """Negative evidence stays in the map."""
    evidence = weighted(activations, pooled_gradients).mean(0)
    return evidence / evidence.max()


@mistake("absolute_value_for_relu", hint="Does what speaks against the class count as if it spoke for it?")
def absolute_value_for_relu(activations, pooled_gradients):
    """Negative evidence is turned into positive."""
    return scaled(weighted(activations, pooled_gradients).mean(0).abs())


@mistake("relu_before_the_sum", hint="First add, then cut: where does your ReLU stand?")
def relu_before_the_sum(activations, pooled_gradients):
    """Each channel is rectified before they are added up: the same as a ReLU on the weights."""
    return scaled(torch.relu(weighted(activations, pooled_gradients)).mean(0))


@mistake("absolute_weights", hint="May a channel speak against the class? What has become of the negative weights?")
def absolute_weights(activations, pooled_gradients):
    """The weights lose their signs."""
    return scaled(weighted(activations, pooled_gradients.abs()).mean(0))


@mistake("weights_forgotten", hint="Does your map know which class it explains?")
def weights_forgotten(activations, pooled_gradients):
    """The mean activation: every channel counts the same."""
    return scaled(torch.relu(activations[0].mean(0)))


@mistake("activations_forgotten", hint="Where are the activations in your map? It should differ from place to place.")
def activations_forgotten(activations, pooled_gradients):
    """The mean weight at every place."""
    return scaled(torch.relu(pooled_gradients.mean()) * torch.ones_like(activations[0, 0]))


@mistake("sign_turned", hint="Does your map light up where the network sees the class, or everywhere else?")
def sign_turned(activations, pooled_gradients):
    """The evidence is multiplied by -1."""
    return scaled(torch.relu(-weighted(activations, pooled_gradients).mean(0)))


@mistake(
    "minimum_moved_to_zero",
    hint="Where is the zero of your map? It should be where no evidence is, not where the least is.",
)
def minimum_moved_to_zero(activations, pooled_gradients):
    """(c - min) / (max - min) of the evidence: a ReLU after it, or none, has nothing to cut."""
    evidence = weighted(activations, pooled_gradients).mean(0)
    return (evidence - evidence.min()) / (evidence.max() - evidence.min())


@mistake("minimum_subtracted", hint="Only the highest value is prescribed. What did you do to the lowest?")
def minimum_subtracted(activations, pooled_gradients):
    """After the ReLU the minimum is moved to zero."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return scaled(evidence - evidence.min())


@mistake("not_scaled", hint="Which value should the highest place of the map have?")
def not_scaled(activations, pooled_gradients):
    """The division by the maximum is missing; channels averaged."""
    return torch.relu(weighted(activations, pooled_gradients).mean(0))


@mistake("summed_and_not_scaled", hint="Which value should the highest place of the map have?")
def summed_and_not_scaled(activations, pooled_gradients):
    """The division by the maximum is missing; channels summed."""
    return torch.relu(weighted(activations, pooled_gradients).sum(0))


@mistake("divided_by_the_sum", hint="Your map adds up to one. Which value should its highest place have?")
def divided_by_the_sum(activations, pooled_gradients):
    """Divided by the sum instead of the maximum."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return evidence / evidence.sum() if evidence.sum() > 0 else evidence


@mistake("divided_by_the_length", hint="By which number do you divide? Which value should the highest place have?")
def divided_by_the_length(activations, pooled_gradients):
    """Divided by the Euclidean norm instead of the maximum."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return evidence / evidence.norm() if evidence.norm() > 0 else evidence


@mistake(
    "clipped_at_one",
    hint="Cutting at one is not the same as scaling to one. How many places share the highest value?",
)
def clipped_at_one(activations, pooled_gradients):
    """clamp(0, 1) of the weighted sum instead of a division."""
    return weighted(activations, pooled_gradients).sum(0).clamp(0, 1)


@mistake(
    "scaled_by_the_largest_size",
    hint="Which maximum do you divide by: that of the evidence before the ReLU, or after it?",
)
def scaled_by_the_largest_size(activations, pooled_gradients):
    """Divided by the largest absolute value before the ReLU."""
    evidence = weighted(activations, pooled_gradients).mean(0)
    return torch.relu(evidence / evidence.abs().max())


@mistake(
    "scaled_before_the_relu",
    hint="What if the highest evidence is below zero? Mind what a division by it does to the signs.",
)
def scaled_before_the_relu(activations, pooled_gradients):
    """Divided by a negative maximum where nothing is positive, which turns all the signs."""
    evidence = weighted(activations, pooled_gradients).mean(0)
    return torch.relu(evidence / evidence.max())


@mistake("nan_where_nothing_is_positive", hint="What if no place speaks for the class? Look at your divisor.")
def nan_where_nothing_is_positive(activations, pooled_gradients):
    """0 / 0 where nothing is positive."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return evidence / evidence.max()


@mistake(
    "one_added_to_the_divisor",
    hint="A guard against division by zero should be too small to see. How high does your map reach?",
)
def one_added_to_the_divisor(activations, pooled_gradients):
    """max + 1 in the denominator."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return evidence / (evidence.max() + 1)


@mistake("sum_starts_at_one", hint="With what number should an empty sum start?")
def sum_starts_at_one(activations, pooled_gradients):
    """The map is initialised with ones, to which the channels are added."""
    return scaled(torch.relu(1 + weighted(activations, pooled_gradients).sum(0)))


@mistake("strongest_channel_only", hint="All the channels together make the map. Does one of them win in yours?")
def strongest_channel_only(activations, pooled_gradients):
    """The maximum over the channels instead of their mean."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).amax(0)))


@mistake("first_channel_only", hint="Do all the channels take part, or the first one alone?")
def first_channel_only(activations, pooled_gradients):
    """Channel 0 alone."""
    return scaled(torch.relu(weighted(activations, pooled_gradients)[0]))


@mistake("last_channel_forgotten", hint="Do all the channels take part? Look at the last one.")
def last_channel_forgotten(activations, pooled_gradients):
    """The loop ends one channel early."""
    return scaled(torch.relu(weighted(activations, pooled_gradients)[:-1].mean(0)))


@mistake("weights_by_softmax", hint="A softmax leaves no weight below zero. Were the weights to be changed at all?")
def weights_by_softmax(activations, pooled_gradients):
    """The weights go through a softmax."""
    return scaled(torch.relu(weighted(activations, torch.softmax(pooled_gradients, 0)).mean(0)))


@mistake("weighted_twice", hint="How often is each channel multiplied by its weight? A weight below zero shows it.")
def weighted_twice(activations, pooled_gradients):
    """The weights are squared, as when a cell that works in place is run again."""
    return scaled(torch.relu(weighted(activations, pooled_gradients**2).mean(0)))


@mistake("pooled_over_space", hint="Your result has lost its places. Over which axis should you average here?")
def pooled_over_space(activations, pooled_gradients):
    """(C,): the mean over the places instead of the channels."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).mean((1, 2))))


@mistake("transposed", hint="Overlay your map on the image: do rows stay rows?")
def transposed(activations, pooled_gradients):
    """(w, h): rows and columns change places."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).mean(0))).T


@mistake("upside_down", hint="Overlay your map on the image: is the object at the other end?")
def upside_down(activations, pooled_gradients):
    """The rows run from bottom to top."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).mean(0))).flip(0)


@mistake(
    "one_minus_the_map",
    hint="The highest value should stand where the network sees the class. Where is it in your map?",
)
def one_minus_the_map(activations, pooled_gradients):
    """1 - map: hot where nothing is."""
    return 1 - scaled(torch.relu(weighted(activations, pooled_gradients).mean(0)))


@mistake("in_0_to_255", hint="Which range does the text ask for?")
def in_0_to_255(activations, pooled_gradients):
    """Scaled to 0..255 for a picture."""
    return 255 * scaled(torch.relu(weighted(activations, pooled_gradients).mean(0)))


@mistake("batch_axis_kept", hint="The values are right. How many axes should a map have?")
def batch_axis_kept(activations, pooled_gradients):
    """(1, h, w)."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).mean(0)))[None]


@mistake("activations_weighted_in_place", hint="Run the cell twice. Is the result the same?")
def activations_weighted_in_place(activations, pooled_gradients):
    """The map is right, and the caller's activations have been multiplied by the weights."""
    activations *= pooled_gradients[:, None, None]
    return scaled(torch.relu(activations[0].mean(0)))


@mistake(
    "weights_along_another_axis",
    hint="Torch lines up the last axes of two tensors when it multiplies them. Which axis of the activations meets the weights?",
    error=r"^RuntimeError: The size of tensor a \(\d+\) must match the size of tensor b",
)
def weights_along_another_axis(activations, pooled_gradients):
    """Activations times weights as they come: the weights meet the columns of the map instead of its channels."""
    return scaled(torch.relu((activations * pooled_gradients).mean(dim=1)[0]))


@mistake(
    "no_relu_scaled_by_the_largest_size", hint="Evidence against the class belongs to other classes. Is there any in your map?"
)
def no_relu_scaled_by_the_largest_size(activations, pooled_gradients):
    """Negative evidence stays in the map, which is divided by its largest absolute value."""
    evidence = weighted(activations, pooled_gradients).mean(0)
    return evidence / evidence.abs().max()


@mistake(
    "no_relu_and_not_scaled",
    hint="Evidence against the class belongs to other classes: is there any in your map? How high does it reach?",
)
def no_relu_and_not_scaled(activations, pooled_gradients):
    """The weighted mean of the channels as it is: neither a ReLU nor a division."""
    return weighted(activations, pooled_gradients).mean(0)


@mistake("leaky_relu", hint="Evidence against the class belongs to other classes. Has all of it gone from your map?")
def leaky_relu(activations, pooled_gradients):
    """A leaky ReLU lets a hundredth of the negative evidence through."""
    return scaled(torch.nn.functional.leaky_relu(weighted(activations, pooled_gradients).mean(0)))


@mistake("ones_where_nothing_is_positive", hint="What if no place speaks for the class: which map says so?")
def ones_where_nothing_is_positive(activations, pooled_gradients):
    """Where nothing is positive the map is 1 everywhere."""
    evidence = torch.relu(weighted(activations, pooled_gradients).mean(0))
    return evidence / evidence.max() if evidence.max() > 0 else torch.ones_like(evidence)


@mistake("squared", hint="A place has half the evidence of the strongest one. Which value should it have, and which has it?")
def squared(activations, pooled_gradients):
    """The evidence is squared after the ReLU."""
    return scaled(torch.relu(weighted(activations, pooled_gradients).mean(0)) ** 2)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(activations, pooled_gradients):
    """None comes back: the result is computed, or printed, and not returned."""
