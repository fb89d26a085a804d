"""Wrong variants of `VGG` in what is hooked and in what counts as activations; `vgg_hook.py` has the others."""

# mypy: disable-error-code="operator, index, union-attr, assignment"
# a model's parts are found by name, and mypy takes them for tensors

import torch

from autograder.judging.misconception import mistakes_in
from reference_solutions.pre_processing import MEAN, STD
from reference_solutions.vgg_hook import VGG

mistake = mistakes_in("vgg_hook")


@mistake(
    "getter_returns_the_hook",
    hint="You return the recipe, not the dish: what type has the value that comes back?",
)
class GetterReturnsTheHook(VGG):
    """The getter returns the hook's method instead of the gradient."""

    def get_activations_gradient(self):
        return self.activations_hook


@mistake(
    "getter_gives_none",
    hint="Your getter gives None after a backward pass. What should have filled the value that it returns, and did it?",
)
class GetterGivesNone(VGG):
    """After a backward pass the getter gives None: no hook was registered, it kept nothing, or no gradient is stored there."""

    def activations_hook(self, grad):
        return None


@mistake(
    "hook_before_the_last_relu",
    hint="Many of your gradients are missing. Is the tensor with the hook from before or after the last ReLU?",
)
class HookBeforeTheLastReLU(VGG):
    """The hook is on features[:35]: its gradient is zero wherever the ReLU cut."""

    def forward(self, x):
        before = self.vgg.features[:35](x)
        if before.requires_grad:
            before.register_hook(self.activations_hook)
        pooled = self.vgg.avgpool(self.vgg.features[36:](torch.relu(before)))
        return self.vgg.classifier(torch.flatten(pooled, 1))


@mistake(
    "hook_after_the_pool",
    hint="Which height and width does the text promise for this gradient? On which side of the last pooling is your hook?",
)
class HookAfterThePool(VGG):
    """The hook is on the output of all the features, half as high and wide."""

    def forward(self, x):
        pooled = self.vgg.features(x)
        if pooled.requires_grad:
            pooled.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(pooled), 1))


@mistake("activations_before_the_relu", hint="Should any activation be below zero here?")
class ActivationsBeforeTheReLU(VGG):
    """get_activations gives features[:35](x)."""

    def get_activations(self, x):
        return self.vgg.features[:35](x)

    def forward(self, x):
        return after_activations(self, VGG.get_activations(self, x))


def after_activations(network: VGG, activations: torch.Tensor) -> torch.Tensor:
    """The reference's forward pass from A on, for wrong variants whose getter is wrong."""
    if activations.requires_grad:
        activations.register_hook(network.activations_hook)
    pooled = network.vgg.avgpool(network.vgg.features[36:](activations))
    return network.vgg.classifier(torch.flatten(pooled, 1))


class RightForward(VGG):
    """The reference's forward pass, for wrong variants whose getter is wrong."""

    def forward(self, x):
        return after_activations(self, self.vgg.features[:36](x))


@mistake("activations_after_the_pool", hint="On which side of the last pooling are you? Count the rows of your map.")
class ActivationsAfterThePool(RightForward):
    """get_activations gives the output of all the features."""

    def get_activations(self, x):
        return self.vgg.features(x)


@mistake("activations_rectified_by_abs", hint="What does a ReLU make of -3?")
class ActivationsRectifiedByAbs(RightForward):
    """get_activations takes absolute values where a ReLU belongs."""

    def get_activations(self, x):
        return self.vgg.features[:35](x).abs()


@mistake("logits_for_activations", hint="Do you want one number for each class, or one for each place?")
class LogitsForActivations(RightForward):
    """get_activations runs the whole model."""

    def get_activations(self, x):
        return self.vgg(x)


@mistake("activations_of_the_first_image", hint="Feed it two different images: do their activations differ?")
class ActivationsOfTheFirstImage(RightForward):
    """get_activations ignores its argument and gives what was stored in the first forward pass."""

    def forward(self, x):
        if not hasattr(self, "stored"):
            self.stored = self.vgg.features[:36](x).detach()
        return super().forward(x)

    def get_activations(self, x):
        return self.stored


@mistake(
    "gradients_for_activations",
    hint="One getter is about the way forward, the other about the way back. Which do you return here?",
)
class GradientsForActivations(RightForward):
    """get_activations gives the stored gradient."""

    def get_activations(self, x):
        return self.gradients


@mistake("activations_normalised_again", hint="What has already been done to the image before it comes in here?")
class ActivationsNormalisedAgain(RightForward):
    """get_activations normalises x a second time."""

    def get_activations(self, x):
        mean, std = (torch.tensor(values)[:, None, None] for values in (MEAN, STD))
        return self.vgg.features[:36]((x - mean) / std)


@mistake(
    "activations_without_the_batch_axis",
    hint="The next cell indexes the channels on the second axis. Which axis is that in your map?",
)
class ActivationsWithoutTheBatchAxis(RightForward):
    """get_activations gives (C, h, w), of the first image."""

    def get_activations(self, x):
        return self.vgg.features[:36](x)[0]


@mistake("activations_not_returned", hint="What does a call of your getter for the activations give back? Print it.")
class ActivationsNotReturned(RightForward):
    """get_activations computes the map and does not return it."""

    def get_activations(self, x):
        self.vgg.features[:36](x)


@mistake(
    "one_convolution_too_early",
    hint="Print the layers. How many convolutions come after the place where you take the map and its gradient?",
)
class OneConvolutionTooEarly(VGG):
    """Activations and gradient are those before the last convolution."""

    def get_activations(self, x):
        return self.vgg.features[:34](x)

    def forward(self, x):
        early = self.get_activations(x)
        if early.requires_grad:
            early.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(self.vgg.features[34:](early)), 1))
