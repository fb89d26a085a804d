"""Wrong variants of `calculate_outputs_and_gradients`: each is one mistake; `backward_mistakes.py` has the others."""

import numpy as np
import torch

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions import backward_mistakes  # registers its own first
from autograder.misconceptions.backprop_parts import answered, batch_of, probability
from reference_solutions.pre_processing import STD

mistake = mistakes_in("backprop")
MAIN = ("gradients",)
OF_A_CLASS = "gradients"
__all__ = ["backward_mistakes"]


@mistake("loss_instead_of_score", hint="Does the probability of the class go up or down along your gradient?")
def loss_instead_of_score(inputs, model, target_label_idx, cuda=False):
    """The gradient of the cross-entropy loss: it points away from the class."""
    return answered(inputs, model, target_label_idx, lambda logits, c: -torch.log_softmax(logits, 1)[:, c])


@mistake(
    "logarithm_of_the_probability",
    hint="Of which number do you take the derivative: the probability, or a function of it?",
)
def logarithm_of_the_probability(inputs, model, target_label_idx, cuda=False):
    """The gradient of the log-probability: the right direction, too long."""
    return answered(inputs, model, target_label_idx, lambda logits, c: torch.log_softmax(logits, 1)[:, c])


@mistake(
    "logit_instead_of_probability",
    hint="Which score does the text name: the one before the softmax, or the one after it?",
)
def logit_instead_of_probability(inputs, model, target_label_idx, cuda=False):
    """The gradient of the class's logit."""
    return answered(inputs, model, target_label_idx, lambda logits, c: logits[:, c])


@mistake("sum_of_logits", hint="Ask for another class: do your gradients change?")
def sum_of_logits(inputs, model, target_label_idx, cuda=False):
    """The gradient of the sum of all logits: the class plays no part."""
    return answered(inputs, model, target_label_idx, lambda logits, c: logits.sum(1))


@mistake(
    "sum_of_probabilities",
    hint="Your gradients are next to nothing. What do the probabilities of all classes add up to, always?",
)
def sum_of_probabilities(inputs, model, target_label_idx, cuda=False):
    """The gradient of the sum of all probabilities, which is the constant 1."""
    return answered(inputs, model, target_label_idx, lambda logits, c: torch.softmax(logits, 1).sum(1))


@mistake(
    "gradients_all_zero",
    hint="All your gradients are zero. Were they cleared before they were read, or does your score not depend on the image?",
)
def gradients_all_zero(inputs, model, target_label_idx, cuda=False):
    """Zeros: the gradients are cleared after the backward pass, never computed, or those of a constant."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.zeros_like(gradients), target


@mistake(
    "softmax_twice",
    hint="How many times does your score go through a softmax? Mind what the functions that you call already do.",
)
def softmax_twice(inputs, model, target_label_idx, cuda=False):
    """The softmax of the probabilities is differentiated."""
    return answered(inputs, model, target_label_idx, lambda logits, c: probability(torch.softmax(logits, 1), c))


@mistake("target_ignored", hint="Ask for a class that is not the winner: is it the one that you explain?")
def target_ignored(inputs, model, target_label_idx, cuda=False):
    """The predicted class is explained, whatever class was asked for."""
    return answered(inputs, model, None)


@mistake("class_zero_taken_for_none", hint="Is 0 a class? Ask for it, and see which one comes back.")
def class_zero_taken_for_none(inputs, model, target_label_idx, cuda=False):
    """`if not target_label_idx`: class 0 counts as no class."""
    return answered(inputs, model, target_label_idx or None)


@mistake(
    "class_chosen_anew_for_each_image",
    hint="Without a class, how many classes do you explain when two images come in?",
)
def class_chosen_anew_for_each_image(inputs, model, target_label_idx, cuda=False):
    """Without a target each image is explained for its own predicted class."""
    rows, labels = zip(*(answered([image], model, target_label_idx) for image in inputs), strict=True)
    return np.concatenate(rows), labels[0]


@mistake("class_not_returned", hint="The caller needs the class that you used. What comes back when none was named?")
def class_not_returned(inputs, model, target_label_idx, cuda=False):
    """None comes back as the class when None came in."""
    return answered(inputs, model, target_label_idx)[0], target_label_idx


@mistake("gradients_add_up", hint="Show it several images. Where do gradients go when backward is called again?")
def gradients_add_up(inputs, model, target_label_idx, cuda=False):
    """Nothing is zeroed: each image's gradient holds those of the images before it."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.cumsum(gradients, axis=0), target


@mistake(
    "twice_the_gradient",
    hint="Your gradients are twice too long. How often is a backward pass made for each image?",
)
def twice_the_gradient(inputs, model, target_label_idx, cuda=False):
    """Two backward passes into one leaf."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients * 2, target


@mistake(
    "divided_by_the_number_of_images",
    hint="Show it one image, then the same image among others. Should its gradient get smaller?",
)
def divided_by_the_number_of_images(inputs, model, target_label_idx, cuda=False):
    """The mean over the batch is differentiated: every gradient is divided by n."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients / len(inputs), target


@mistake("averaged_over_the_images", hint="How many gradients should come back for three images?")
def averaged_over_the_images(inputs, model, target_label_idx, cuda=False):
    """(1, 3, H, W): the gradients of the images are averaged."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients.mean(0, keepdims=True), target


@mistake(
    "first_image_only",
    hint="Show it several images: for how many of them does a gradient come back?",
)
def first_image_only(inputs, model, target_label_idx, cuda=False):
    """(1, 3, H, W): it returns inside the loop."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients[:1], target


@mistake("last_image_only", hint="Show it several images: what has become of the gradients of those before the last?")
def last_image_only(inputs, model, target_label_idx, cuda=False):
    """(1, 3, H, W): each gradient overwrites the one before it."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients[-1:], target


@mistake("last_gradient_for_all", hint="Show it two different images: are the two gradients different?")
def last_gradient_for_all(inputs, model, target_label_idx, cuda=False):
    """n times the last image's gradient: the list holds one array again and again."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.stack([gradients[-1]] * len(inputs)), target


@mistake("absolute_values", hint="Can a derivative be negative? Leave what is done for the picture to the next task.")
def absolute_values(inputs, model, target_label_idx, cuda=False):
    """The sign is taken off."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.abs(gradients), target


@mistake("negative_values_cut_off", hint="Can a derivative be negative? Look what became of those that were.")
def negative_values_cut_off(inputs, model, target_label_idx, cuda=False):
    """max(g, 0)."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.maximum(gradients, 0), target


@mistake("sign_only", hint="Every value is plus one or minus one. Is that a derivative, or only its direction?")
def sign_only(inputs, model, target_label_idx, cuda=False):
    """The gradient's sign, as in an adversarial attack."""
    gradients, target = answered(inputs, model, target_label_idx)
    return np.sign(gradients), target


@mistake("divided_by_the_largest", hint="Is the gradient to be made ready for a picture here, or to be returned as it is?")
def divided_by_the_largest(inputs, model, target_label_idx, cuda=False):
    """Each gradient is divided by its largest absolute value."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients / np.abs(gradients).max((1, 2, 3), keepdims=True), target


@mistake("gradient_times_input", hint="Only the derivative is asked for. Does the image itself appear in your result?")
def gradient_times_input(inputs, model, target_label_idx, cuda=False):
    """Gradient times image."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients * batch_of(inputs).detach().numpy(), target


@mistake(
    "in_units_of_pixels",
    hint="With respect to what do you differentiate: the image in 0..255, or the tensor that the network sees?",
)
def in_units_of_pixels(inputs, model, target_label_idx, cuda=False):
    """The derivative with respect to the image before its normalisation."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients / (255 * np.array(STD, dtype=np.float32)[:, None, None]), target


@mistake("in_units_of_the_image_in_0_1", hint="Do you differentiate before or after the image is normalised?")
def in_units_of_the_image_in_0_1(inputs, model, target_label_idx, cuda=False):
    """The derivative with respect to the image in 0..1, before mean and standard deviation."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients / np.array(STD, dtype=np.float32)[:, None, None], target


@mistake(
    "images_not_normalised",
    hint="What does the network expect as its input? Look at the range of the tensor that you feed it.",
)
def images_not_normalised(inputs, model, target_label_idx, cuda=False):
    """The network is shown the image in 0..1, without mean and standard deviation."""
    batch = torch.tensor(np.stack(list(inputs)).transpose(0, 3, 1, 2) / 255, dtype=torch.float32).requires_grad_()
    target = int(model(batch[:1]).argmax()) if target_label_idx is None else target_label_idx
    (gradients,) = torch.autograd.grad(probability(model(batch), target).sum(), batch)
    return gradients.numpy(), target


@mistake("channels_last", hint="A gradient has the shape of the tensor that it belongs to. Has yours?")
def channels_last(inputs, model, target_label_idx, cuda=False):
    """(n, H, W, 3): transposed for the picture already."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients.transpose(0, 2, 3, 1), target


@mistake("one_axis_too_many", hint="The values are right. How many axes should the result have, and how many has it?")
def one_axis_too_many(inputs, model, target_label_idx, cuda=False):
    """(n, 1, 3, H, W): the batch axis of each image stays."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients[:, None], target


@mistake("tensor_instead_of_array", hint="The values are right. Which type does the text promise to the caller?")
def tensor_instead_of_array(inputs, model, target_label_idx, cuda=False):
    """A torch tensor comes back, not a NumPy array."""
    gradients, target = answered(inputs, model, target_label_idx)
    return torch.tensor(gradients), target


@mistake("divided_by_its_length", hint="Return the gradient as it is. Does a steep place of the score still look steep in yours?")
def divided_by_its_length(inputs, model, target_label_idx, cuda=False):
    """Each gradient is divided by its Euclidean norm."""
    gradients, target = answered(inputs, model, target_label_idx)
    return gradients / np.sqrt((gradients.astype(np.float64) ** 2).sum((1, 2, 3), keepdims=True)).astype(np.float32), target


@mistake("list_instead_of_array", hint="The values are right. Which type does the text promise to the caller?")
def list_instead_of_array(inputs, model, target_label_idx, cuda=False):
    """A list of arrays comes back, not one array."""
    gradients, target = answered(inputs, model, target_label_idx)
    return list(gradients), target
