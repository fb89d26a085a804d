"""Wrong variants of `predict`: each is the reference with one mistake."""

import torch

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.backprop_parts import learning

mistake = mistakes_in("predict")
MAIN = ("output",)
OF_A_CLASS = "output"
FOLLOWS = {"output": {"gradient"}}


def chosen(scores: torch.Tensor, target: int | None) -> int:
    """The class that was asked for, or the one of the first image's highest score."""
    return int(scores[0].argmax()) if target is None else target


def column(scores: torch.Tensor, target: int | None) -> tuple[int, torch.Tensor]:
    """What the reference returns, from whatever scores (N, K)."""
    target = chosen(scores, target)
    return target, scores[:, target : target + 1]


@mistake("no_softmax", hint="The probabilities of all the classes should add up to one. Do yours?")
def no_softmax(input, model, target_label_idx, cuda):
    """The logit itself is returned."""
    return column(model(input), target_label_idx)


@mistake("softmax_over_the_batch", hint="With one image every class is certain. Along which axis do the classes lie?")
def softmax_over_the_batch(input, model, target_label_idx, cuda):
    """Softmax along axis 0: the images compete instead of the classes."""
    logits = model(input)
    target = chosen(logits, target_label_idx)
    return target, torch.softmax(logits, dim=0)[:, target : target + 1]


@mistake(
    "softmax_over_everything",
    hint="Show the network two images at once: do the probabilities of each add up to one?",
)
def softmax_over_everything(input, model, target_label_idx, cuda):
    """One softmax over the flattened batch."""
    logits = model(input)
    return column(torch.softmax(logits.flatten(), dim=0).reshape(logits.shape), target_label_idx)


@mistake("logarithm_of_the_probability", hint="Can a probability be negative?")
def logarithm_of_the_probability(input, model, target_label_idx, cuda):
    """log_softmax instead of softmax."""
    return column(torch.log_softmax(model(input), dim=1), target_label_idx)


@mistake(
    "softmax_twice",
    hint="A certain prediction shows a small probability. How many times are the scores normalised?",
)
def softmax_twice(input, model, target_label_idx, cuda):
    """Softmax of the softmax."""
    return column(torch.softmax(torch.softmax(model(input), dim=1), dim=1), target_label_idx)


@mistake("sigmoid", hint="Do the probabilities of all the classes add up to one? The classes exclude each other.")
def sigmoid(input, model, target_label_idx, cuda):
    """A sigmoid for each class: the sum over the classes is not 1."""
    return column(torch.sigmoid(model(input)), target_label_idx)


@mistake("exponential_only", hint="Are your scores larger than one? A softmax has two steps.")
def exponential_only(input, model, target_label_idx, cuda):
    """exp of the logits, not divided by its sum."""
    return column(torch.exp(model(input)), target_label_idx)


@mistake("logits_divided_by_their_sum", hint="What does softmax do to the scores before it divides by their sum?")
def logits_divided_by_their_sum(input, model, target_label_idx, cuda):
    """The logits over their sum: no exponential."""
    logits = model(input)
    target = chosen(logits, target_label_idx)
    return target, (logits / logits.sum(1, keepdim=True))[:, target : target + 1]


@mistake("softmax_of_minus_the_scores", hint="Does your probability rise or fall when the score of the class rises?")
def softmax_of_minus_the_scores(input, model, target_label_idx, cuda):
    """softmax(-z): the least likely class looks the most likely."""
    return column(torch.softmax(-model(input), dim=1), target_label_idx)


@mistake("target_ignored", hint="Ask for a class that is not the winner: what comes back?")
def target_ignored(input, model, target_label_idx, cuda):
    """Always the winner's probability, whatever class was asked for."""
    return column(torch.softmax(model(input), dim=1), None)


@mistake("winner_of_each_image", hint="Ask for a class that is not the winner: whose probability comes back?")
def winner_of_each_image(input, model, target_label_idx, cuda):
    """The label that was asked for is returned, with each image's highest probability."""
    probabilities = torch.softmax(model(input), dim=1)
    return chosen(probabilities, target_label_idx), probabilities.max(dim=1, keepdim=True).values


@mistake("class_zero_taken_for_none", hint="Is 0 a class? Ask for it, and see which one comes back.")
def class_zero_taken_for_none(input, model, target_label_idx, cuda):
    """`if not target_label_idx`: class 0 counts as no class."""
    return column(torch.softmax(model(input), dim=1), target_label_idx or None)


@mistake("least_likely_class", hint="Without a class, which one should be explained: the strongest or the weakest?")
def least_likely_class(input, model, target_label_idx, cuda):
    """argmin instead of argmax where no class was named."""
    probabilities = torch.softmax(model(input), dim=1)
    return column(probabilities, int(probabilities[0].argmin()) if target_label_idx is None else target_label_idx)


@mistake(
    "class_zero_without_a_target",
    hint="Without a class yours is always class 0. Where does it come from, and along which axis do you look for the winner?",
)
def class_zero_without_a_target(input, model, target_label_idx, cuda):
    """Without a class always class 0: argmax along axis 0, or a zero put in the place of None."""
    probabilities = torch.softmax(model(input), dim=1)
    return column(probabilities, int(probabilities.argmax(0)[0]) if target_label_idx is None else target_label_idx)


@mistake(
    "last_class_without_a_target",
    hint="Nobody named a class. How does your function find out what the network sees?",
)
def last_class_without_a_target(input, model, target_label_idx, cuda):
    """Where no class was named the last class is taken: index -1."""
    probabilities = torch.softmax(model(input), dim=1)
    return column(probabilities, probabilities.shape[1] - 1 if target_label_idx is None else target_label_idx)


@mistake(
    "chosen_class_not_returned",
    hint="The caller wants to know which class you chose. What do you return when none was named?",
)
def chosen_class_not_returned(input, model, target_label_idx, cuda):
    """None comes back as the class when None came in."""
    _, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target_label_idx, output


@mistake(
    "chosen_class_is_a_tensor",
    hint="The class should be a plain whole number. What type is yours where none was named?",
)
def chosen_class_is_a_tensor(input, model, target_label_idx, cuda):
    """argmax's tensor is returned as it is."""
    probabilities = torch.softmax(model(input), dim=1)
    target, output = column(probabilities, target_label_idx)
    return (probabilities.argmax(1) if target_label_idx is None else target), output


@mistake("detached", hint="Could anyone still ask this number for its gradient at the input?")
def detached(input, model, target_label_idx, cuda):
    """The right value, cut off from the graph (detach, no_grad, NumPy and back)."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, output.detach()


@mistake("a_plain_number", hint="The caller needs a tensor that remembers how it was computed. What do you return?")
def a_plain_number(input, model, target_label_idx, cuda):
    """`.item()`: a Python float, of the first image."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, output[0].item()


@mistake("return_values_swapped", hint="In which order are the two values to be returned, and in which do you return them?")
def return_values_swapped(input, model, target_label_idx, cuda):
    """The probability first, the class second."""
    return column(torch.softmax(model(input), dim=1), target_label_idx)[::-1]


@mistake("all_classes_returned", hint="One probability for each image was asked for. How many do you return?")
def all_classes_returned(input, model, target_label_idx, cuda):
    """(N, K): no class is picked out."""
    probabilities = torch.softmax(model(input), dim=1)
    return chosen(probabilities, target_label_idx), probabilities


@mistake("class_axis_dropped", hint="The values are right. How many axes should the output have?")
def class_axis_dropped(input, model, target_label_idx, cuda):
    """(N,) instead of (N, 1)."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, output[:, 0]


@mistake("first_image_only", hint="Show it a batch of several images. How many probabilities come back?")
def first_image_only(input, model, target_label_idx, cuda):
    """Only the first image's probability is returned."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, output[:1]


@mistake("mean_over_the_batch", hint="Each image has a probability of its own. What did you do with the batch axis?")
def mean_over_the_batch(input, model, target_label_idx, cuda):
    """(1, 1): the probabilities of the images are averaged."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, output.mean(0, keepdim=True)


@mistake(
    "dropout_left_on",
    hint="Ask the same question twice: does the network give the same answer? Which of its layers work only while it learns?",
)
def dropout_left_on(input, model, target_label_idx, cuda):
    """The network is put into training mode, so that its dropout layers throw values away."""
    with learning(model):
        return column(torch.softmax(model(input), dim=1), target_label_idx)


@mistake("rounded", hint="Ask for an unlikely class. How many digits of its probability are left in what you return?")
def rounded(input, model, target_label_idx, cuda):
    """The probability is rounded to two digits."""
    target, output = column(torch.softmax(model(input), dim=1), target_label_idx)
    return target, torch.round(output, decimals=2)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(input, model, target_label_idx, cuda):
    """None comes back: the result is computed, or printed, and not returned."""
