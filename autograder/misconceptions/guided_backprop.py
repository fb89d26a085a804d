"""Wrong variants of `guided_backprop`: each is the reference with one mistake."""

import copy

import numpy as np
import torch
from torch import nn

from autograder.judging.misconception import mistakes_in
from reference_solutions.guided_backprop import guided, guided_backprop
from reference_solutions.pre_processing import device_of, normalised

mistake = mistakes_in("guided_backprop")
MAIN = ("gradients",)


class Step(torch.autograd.Function):
    """A ReLU with another way back."""

    @staticmethod
    def forward(context, value, way):
        context.save_for_backward(value)
        context.way = way
        return value.clamp(min=0)

    @staticmethod
    def backward(context, gradient):
        (value,) = context.saved_tensors
        return context.way(gradient, value), None


class OtherReLU(nn.Module):
    """`Step` as a layer."""

    def __init__(self, way):
        super().__init__()
        self.way = way

    def forward(self, value):
        return Step.apply(value, self.way)


def with_way(model, way, only=lambda number, count: True) -> nn.Module:
    """A copy whose ReLUs (those that `only` chooses) go back in another way."""
    network = copy.deepcopy(model)
    found = [(p, n) for p in network.modules() for n, layer in p.named_children() if isinstance(layer, nn.ReLU)]
    for number, (parent, name) in enumerate(found):
        if only(number, len(found)):
            setattr(parent, name, OtherReLU(way))
    return network


def gradients(images, network, target, score=lambda logits, target: logits[:, target]) -> np.ndarray:
    """d score / d batch, (n, 3, H, W)."""
    batch = normalised(np.stack(list(images)), device_of(False)).contiguous().requires_grad_()
    with torch.enable_grad():
        total = score(network(batch), target).sum()
    return torch.autograd.grad(total, batch)[0].numpy()


def guide(gradient, value):
    return gradient.clamp(min=0) * (value > 0)


@mistake("plain_gradient", hint="What happens to a negative gradient at a ReLU on its way back? In yours nothing.")
def plain_gradient(images, model, target, cuda=False):
    """No ReLU is changed."""
    return gradients(images, copy.deepcopy(model), target)


@mistake("clamped_at_the_input", hint="At every ReLU negative gradients are stopped. Where do you stop them?")
def clamped_at_the_input(images, model, target, cuda=False):
    """The finished gradient is clamped."""
    return np.maximum(gradients(images, copy.deepcopy(model), target), 0)


@mistake("guided_and_clamped", hint="The gradient of the input passes no ReLU any more. May it be negative?")
def guided_and_clamped(images, model, target, cuda=False):
    """The guided gradient is clamped once more at the input."""
    return np.maximum(guided_backprop(images, model, target), 0)


@mistake("deconvnet", hint="A ReLU that was closed on the way there: does it let anything back?")
def deconvnet(images, model, target, cuda=False):
    """Negative gradients are stopped, and closed ReLUs are forgotten."""
    return gradients(images, with_way(model, lambda gradient, value: gradient.clamp(min=0)), target)


@mistake("positive_stopped", hint="Which gradients are to be stopped: those above zero, or those below?")
def positive_stopped(images, model, target, cuda=False):
    """Positive gradients are stopped."""
    return gradients(images, with_way(model, lambda gradient, value: gradient.clamp(max=0) * (value > 0)), target)


@mistake("absolute_gradients", hint="Is a negative gradient to be stopped, or to be turned round?")
def absolute_gradients(images, model, target, cuda=False):
    """Negative gradients are turned into positive ones."""
    return gradients(images, with_way(model, lambda gradient, value: gradient.abs() * (value > 0)), target)


@mistake("last_relu_only", hint="How many ReLUs does your network have, and how many did you change?")
def last_relu_only(images, model, target, cuda=False):
    """Only the ReLU nearest to the output is guided."""
    return gradients(images, with_way(model, guide, lambda number, count: number == count - 1), target)


@mistake("first_relu_only", hint="How many ReLUs does your network have, and how many did you change?")
def first_relu_only(images, model, target, cuda=False):
    """Only the ReLU nearest to the image is guided."""
    return gradients(images, with_way(model, guide, lambda number, count: number == 0), target)


@mistake("probability", hint="The gradient of which number is asked for: the logit, or the probability?")
def probability(images, model, target, cuda=False):
    """The softmax probability's gradient."""
    return gradients(images, guided(model), target, lambda logits, target: logits.softmax(1)[:, target])


@mistake("all_the_classes", hint="For which class is your map? Ask for another one: does it change?")
def all_the_classes(images, model, target, cuda=False):
    """The sum of all the logits."""
    return gradients(images, guided(model), target, lambda logits, target: logits.sum(1))


@mistake("likeliest_class", hint="Do you explain the class that was asked for, or the one that wins?")
def likeliest_class(images, model, target, cuda=False):
    """The class of the highest logit."""
    return gradients(images, guided(model), target, lambda logits, target: logits.amax(1))


@mistake("first_image_only", hint="How many maps come back for three images?")
def first_image_only(images, model, target, cuda=False):
    """The first image's gradient for all of them."""
    return np.repeat(guided_backprop(list(images)[:1], model, target), len(images), axis=0)


@mistake("mean_of_the_batch", hint="Ask for an image alone, then with others: is its map the same?")
def mean_of_the_batch(images, model, target, cuda=False):
    """The mean logit of the batch is differentiated: every map is divided by the number of images."""
    return guided_backprop(images, model, target) / (2 * len(images))


@mistake("channels_last", hint="Which axis holds the colours?")
def channels_last(images, model, target, cuda=False):
    """(n, H, W, 3)."""
    return guided_backprop(images, model, target).transpose(0, 2, 3, 1)


@mistake("network_left_guided", hint="Afterwards, ask the network for a plain gradient. Is it the one from before?")
def network_left_guided(images, model, target, cuda=False):
    """The ReLUs of the caller's network are replaced, and stay so."""
    for parent in list(model.modules()):
        for name, layer in parent.named_children():
            if isinstance(layer, nn.ReLU):
                setattr(parent, name, OtherReLU(guide))
    return gradients(images, model, target)


@mistake("per_pixel_in_grey_levels", hint="With respect to what is the gradient: the picture, or what the network is given?")
def per_pixel_in_grey_levels(images, model, target, cuda=False):
    """The gradient with respect to grey levels: divided by 255 and by each colour's spread."""
    scale = 255 * np.array([0.229, 0.224, 0.225], np.float32)
    return guided_backprop(images, model, target) / scale[:, None, None]


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(images, model, target, cuda=False):
    """None comes back: the result is computed, or printed, and not returned."""
