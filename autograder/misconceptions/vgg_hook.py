"""Wrong variants of `VGG`: each is the reference with one mistake."""

# mypy: disable-error-code="operator, index, union-attr, assignment"
# a model's parts are found by name, and mypy takes them for tensors

import copy

import torch

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.vgg_activations import RightForward, after_activations  # registers its own first
from lab.models import load_pocket_vgg19
from reference_solutions.vgg_hook import VGG

mistake = mistakes_in("vgg_hook")
MAIN = ("logits", "activations", "gradient", "input_gradient")
GROUPS = {  # each of the first and of the second image
    "logits": ("logits", ("first_logits", "second_logits")),
    "activations": ("activations", ("first_activations", "second_activations")),
    "gradient": ("gradient of the activations", ("first_gradient", "second_gradient")),
    "input_gradient": ("gradient that reaches the image", ("first_input_gradient", "second_input_gradient")),
}


@mistake(
    "gradient_of_the_input",
    hint="With respect to what should the gradient be: the image, or the map inside the network?",
)
class GradientOfTheInput(VGG):
    """The getter gives d score / d image."""

    def forward(self, x):
        self.seen = x
        return super().forward(x)

    def get_activations_gradient(self):
        return self.seen.grad


@mistake(
    "gradient_of_the_weights",
    hint="With respect to what should the gradient be: the weights, or the map that they make?",
)
class GradientOfTheWeights(VGG):
    """The getter gives the gradient of the last convolution's weight."""

    def __init__(self, model):
        super().__init__(copy.deepcopy(model))
        self.vgg.features[34].weight.requires_grad_()

    def get_activations_gradient(self):
        return self.vgg.features[34].weight.grad


@mistake(
    "activations_for_gradient",
    hint="One getter is about the way forward, the other about the way back. Which do you return here?",
)
class ActivationsForGradient(VGG):
    """The getter of the gradient gives the activations."""

    def get_activations(self, x):
        self.latest = super().get_activations(x)
        return self.latest

    def get_activations_gradient(self):
        return self.latest


@mistake("graph_cut", hint="Does any gradient still reach the image after a backward pass?")
class GraphCut(VGG):
    """The image or the activations are detached in forward: no gradient reaches the image."""

    def forward(self, x):
        return after_activations(self, self.get_activations(x).detach().requires_grad_())


@mistake("hook_changes_the_gradient", hint="Look, but do not touch: what happens to the value that a hook returns?")
class HookChangesTheGradient(VGG):
    """The hook returns a rectified gradient, which then flows on to the image."""

    def activations_hook(self, grad):
        self.gradients = grad
        return torch.relu(grad)


@mistake("hook_doubles_the_gradient", hint="Look, but do not touch: what happens to the value that a hook returns?")
class HookDoublesTheGradient(VGG):
    """The hook returns a multiple of the gradient, which then flows on to the image."""

    def activations_hook(self, grad):
        self.gradients = grad
        return 2 * grad


@mistake("absolute_gradient", hint="May a channel speak against the class? Keep the gradient as it came.")
class AbsoluteGradient(VGG):
    """The hook keeps the absolute value."""

    def activations_hook(self, grad):
        self.gradients = grad.abs()


@mistake("gradient_rectified", hint="May a channel speak against the class? Keep the gradient as it came.")
class GradientRectified(VGG):
    """The hook keeps the positive part alone."""

    def activations_hook(self, grad):
        self.gradients = torch.relu(grad)


@mistake("pooled_already", hint="One step at a time: which shape does the text give for this gradient?")
class PooledAlready(VGG):
    """The getter gives one number for each channel."""

    def get_activations_gradient(self):
        return self.gradients.mean((0, 2, 3))


@mistake("gradient_of_the_first_image_only", hint="Show it a batch of two: how many gradients come back?")
class GradientOfTheFirstImageOnly(VGG):
    """The getter gives (1, C, h, w), whatever the batch."""

    def get_activations_gradient(self):
        return self.gradients[:1]


@mistake(
    "gradient_without_the_batch_axis",
    hint="The values are right. Which shape does the text give for this gradient?",
)
class GradientWithoutTheBatchAxis(VGG):
    """The getter gives (C, h, w), of the first image."""

    def get_activations_gradient(self):
        return self.gradients[0]


@mistake(
    "first_gradient_kept",
    hint="Explain two images with the same object: does the second get a gradient of its own?",
)
class FirstGradientKept(VGG):
    """A later backward pass does not replace the stored gradient."""

    def activations_hook(self, grad):
        if self.gradients is None:
            self.gradients = grad


@mistake(
    "gradients_add_up",
    hint="Explain two images with the same object: is the first one's gradient still in the second's?",
)
class GradientsAddUp(VGG):
    """Each backward pass is added to the stored gradient."""

    def activations_hook(self, grad):
        self.gradients = grad if self.gradients is None else self.gradients + grad


@mistake("list_of_gradients", hint="What type has the value that comes back, and how does it grow from image to image?")
class ListOfGradients(VGG):
    """The hook appends to a list, and the getter gives the list."""

    def activations_hook(self, grad):
        self.gradients = [*(self.gradients or []), grad]


@mistake("softmax_in_forward", hint="Are the numbers that your forward pass gives scores, or probabilities?")
class SoftmaxInForward(VGG):
    """forward gives probabilities, so that everything behind it differentiates them."""

    def forward(self, x):
        return torch.softmax(super().forward(x), dim=1)


@mistake("last_pool_forgotten", hint="Walk through the model layer by layer: does your forward pass leave one out?")
class LastPoolForgotten(VGG):
    """forward goes from the activations to the average pool, past the last max pool."""

    def forward(self, x):
        activations = self.get_activations(x)
        if activations.requires_grad:
            activations.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(activations), 1))


@mistake(
    "average_pool_forgotten",
    hint="Images have different sizes, the classifier has not. What stands between the features and the classifier?",
)
class AveragePoolForgotten(VGG):
    """forward leaves the adaptive average pool out: only images of 224 x 224 pass."""

    def forward(self, x):
        activations = self.get_activations(x)
        if activations.requires_grad:
            activations.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.features[36:](activations), 1))


@mistake("model_loaded_again", hint="Whose layers do you use: those of the model that was passed in?")
class ModelLoadedAgain(VGG):
    """The given model is ignored and the course's own loaded."""

    def __init__(self, model):
        super().__init__(load_pocket_vgg19())


@mistake(
    "activations_of_the_latest_image",
    hint="Ask for the activations of an image that was not the last one shown. Whose do you get?",
)
class ActivationsOfTheLatestImage(RightForward):
    """get_activations ignores its argument and gives what the latest forward pass stored."""

    def forward(self, x):
        self.stored = self.vgg.features[:36](x).detach()
        return super().forward(x)

    def get_activations(self, x):
        return self.stored


@mistake(
    "logarithms_in_forward",
    hint="Are the numbers that your forward pass gives scores, or logarithms of probabilities?",
)
class LogarithmsInForward(VGG):
    """forward gives log_softmax of the logits, so that everything behind it differentiates that."""

    def forward(self, x):
        return torch.log_softmax(super().forward(x), dim=1)


@mistake(
    "cut_off_before_the_classifier",
    hint="No gradient can flow back from your scores. Which line of your forward pass cuts them off from what came before?",
    error=r"^RuntimeError: element 0 of tensors does not require grad",
)
class CutOffBeforeTheClassifier(VGG):
    """The forward pass detaches a tensor, or runs under `no_grad`: nothing can go backward from its scores."""

    def forward(self, x):
        return after_activations(self, self.get_activations(x).detach())


@mistake(
    "full_backward_hook",
    hint="The layer behind your hook overwrites its input in place. Can you hook the tensor instead of the layer?",
    error=r"^RuntimeError: Output 0 of BackwardHookFunction",
)
class FullBackwardHook(VGG):
    """A full backward hook on the last convolution: the ReLU after it works in place, which torch forbids then."""

    def __init__(self, model):
        super().__init__(copy.deepcopy(model))
        self.vgg.features[34].register_full_backward_hook(lambda layer, inward, outward: self.activations_hook(outward[0]))

    def forward(self, x):
        return self.vgg(x)


@mistake(
    "batch_of_one_only",
    hint="Show it two images at once. Into how many rows does your code flatten them before the classifier?",
)
class BatchOfOneOnly(VGG):
    """The maps are flattened into a single row: a batch of two images raises an error."""

    def forward(self, x):
        activations = self.get_activations(x)
        if activations.requires_grad:
            activations.register_hook(self.activations_hook)
        pooled = self.vgg.avgpool(self.vgg.features[36:](activations))
        return self.vgg.classifier(pooled.reshape(1, -1))


@mistake("gradient_times_activations", hint="Which quantity does the text ask for: the gradient, or its product with the map?")
class GradientTimesActivations(VGG):
    """The getter gives the gradient times the activations."""

    def forward(self, x):
        self.seen = self.get_activations(x).detach()
        return super().forward(x)

    def get_activations_gradient(self):
        return self.gradients * self.seen
