"""Wrong variants of `randomised`: each is the reference with one mistake."""

import copy

import torch
from torch import nn

from autograder.judging.misconception import mistakes_in
from reference_solutions.randomised import randomised as right
from reference_solutions.randomised import weighted_layers

mistake = mistakes_in("randomised")
MAIN = ("changed",)


def closeness(answer) -> float:
    """How far right answers lie apart: these are facts about layers, of which no general statement about arrays is true."""
    return 1.0


def redrawn(network, layers, seed, spread=lambda fan_in: (2 / fan_in) ** 0.5, bias=True) -> nn.Module:
    """Draws some layers anew, in place."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in layers:
            drawn = torch.randn(layer.weight.shape, generator=generator)
            layer.weight.copy_(drawn * spread(layer.weight[0].numel()))
            if bias:
                forget_bias(layer)
    return network


def forget_bias(layer) -> None:
    """Sets a layer's biases to 0, where it has some."""
    if layer.bias is not None:
        layer.bias.fill_(0)


def last(network, blocks) -> list[nn.Module]:
    layers = weighted_layers(network)
    return layers[max(len(layers) - blocks, 0) :][::-1]


@mistake("in_place", hint="Ask the network that was passed in once more. Does it say what it said before?")
def in_place(model, blocks, seed):
    """The caller's network is changed."""
    return redrawn(model, last(model, blocks), seed)


@mistake("shallow_copy", hint="Whose layers are in the network that you return: new ones, or the model's own?")
def shallow_copy(model, blocks, seed):
    """The layers of the network that is returned are those of the caller's network."""
    network = copy.copy(model)
    return redrawn(network, last(network, blocks), seed)


@mistake("from_the_input", hint="From which end does the cascade begin?")
def from_the_input(model, blocks, seed):
    """The first layers are drawn anew."""
    network = copy.deepcopy(model)
    return redrawn(network, weighted_layers(network)[:blocks], seed)


@mistake("counts_every_module", hint="ReLUs and pools hold no weights. Do you count them?")
def counts_every_module(model, blocks, seed):
    """The last `blocks` modules, of which only some have weights."""
    network = copy.deepcopy(model)
    modules = [layer for layer in network.modules() if not list(layer.children())]
    chosen = modules[max(len(modules) - blocks, 0) :]
    return redrawn(network, [layer for layer in chosen if layer in weighted_layers(network)], seed)


@mistake("one_layer_only", hint="All of the last layers, or the one at that depth alone?")
def one_layer_only(model, blocks, seed):
    """Not cascading: the layer at that depth alone."""
    network = copy.deepcopy(model)
    return redrawn(network, last(network, blocks)[-1:], seed)


@mistake("one_too_many", hint="Ask for 0 layers. What should have changed?")
def one_too_many(model, blocks, seed):
    """One layer more than asked for."""
    return right(model, blocks + 1, seed)


@mistake("everybody_s_generator", hint="Who else draws from torch's own generator? Give your function one of its own.")
def everybody_s_generator(model, blocks, seed):
    """torch.manual_seed: the caller's random numbers begin anew."""
    torch.manual_seed(seed)
    network = copy.deepcopy(model)
    with torch.no_grad():
        for layer in last(network, blocks):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
            forget_bias(layer)
    return network


@mistake("seed_ignored", hint="Do two seeds give two networks?")
def seed_ignored(model, blocks, seed):
    """The same network for every seed."""
    return right(model, blocks, 0)


@mistake("seed_forgotten", hint="Call it twice with one seed. Is it the same network?")
def seed_forgotten(model, blocks, seed):
    """Another network at each call."""
    return right(model, blocks, torch.Generator().seed() % 2**31)


@mistake("biases_kept", hint="What do the drawn layers know of what was learnt? Look at all of their parameters.")
def biases_kept(model, blocks, seed):
    """The biases stay as they were."""
    network = copy.deepcopy(model)
    return redrawn(network, last(network, blocks), seed, bias=False)


@mistake("spread_of_one", hint="How large are the logits of your network? Mind how many inputs a unit adds up.")
def spread_of_one(model, blocks, seed):
    """Standard deviation 1."""
    network = copy.deepcopy(model)
    return redrawn(network, last(network, blocks), seed, spread=lambda fan_in: 1.0)


@mistake(
    "variance_for_spread", hint="A variance, or a standard deviation: which of them is asked for, and which do your weights have?"
)
def variance_for_spread(model, blocks, seed):
    """2 / fan_in as the standard deviation."""
    network = copy.deepcopy(model)
    return redrawn(network, last(network, blocks), seed, spread=lambda fan_in: 2 / fan_in)


@mistake("shuffled", hint="Are the weights drawn anew, or the learnt ones in another order?")
def shuffled(model, blocks, seed):
    """The layer's own weights in another order."""
    network, generator = copy.deepcopy(model), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in last(network, blocks):
            order = torch.randperm(layer.weight.numel(), generator=generator)
            layer.weight.copy_(layer.weight.flatten()[order].view_as(layer.weight))
            forget_bias(layer)
    return network


@mistake("noise_added", hint="Is anything of what was learnt still in the drawn layers?")
def noise_added(model, blocks, seed):
    """The drawn numbers are added to the learnt ones."""
    network, other = copy.deepcopy(model), right(model, blocks, seed)
    with torch.no_grad():
        for layer, drawn in zip(last(network, blocks), last(other, blocks), strict=True):
            layer.weight += drawn.weight
            forget_bias(layer)
    return network


@mistake("uniform", hint="Of which distribution are your weights? Look at a histogram of one layer.")
def uniform(model, blocks, seed):
    """The right deviation, but uniform."""
    network, generator = copy.deepcopy(model), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in last(network, blocks):
            reach = (6 / layer.weight[0].numel()) ** 0.5
            layer.weight.copy_((torch.rand(layer.weight.shape, generator=generator) * 2 - 1) * reach)
            forget_bias(layer)
    return network


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(model, blocks, seed):
    """None comes back: the result is computed, or printed, and not returned."""


# --- the same mistakes in other ways ------------------------------------------------------------------------------------


def in_place_and_copied(model, blocks, seed):
    """The caller's network is changed, and a copy of it comes back."""
    return copy.deepcopy(redrawn(model, last(model, blocks), seed))


WAYS = {"in_place": (in_place_and_copied,)}
