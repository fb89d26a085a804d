"""Wrong variants of `calculate_outputs_and_gradients` whose forward or backward pass fails; `backprop.py` has the others."""

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.backprop_parts import answered, batch_of, chosen, learning, probability

mistake = mistakes_in("backprop")


@mistake(
    "gradient_is_still_empty",
    hint="The gradient that you read is still None. What fills it, and did that run before you looked? Is each call really made?",
    error=r"^(AttributeError|TypeError): 'NoneType' object (has no attribute '(detach|cpu|numpy|data|squeeze|clone|abs|shape|"
    r"unsqueeze|permute|to|mean|sum|item|reshape|view|flatten|float|double)'|is not subscriptable)",
)
def gradient_is_still_empty(inputs, model, target_label_idx, cuda=False):
    """No backward pass before the gradient is read: it is forgotten, its parentheses are, or the tensor is no leaf."""
    batch = batch_of(inputs)
    target = chosen(inputs, model, target_label_idx)
    probability(model(batch), target).sum().backward  # noqa: B018 - this is the mistake
    return batch.grad.detach().numpy(), target  # type: ignore[union-attr]


@mistake(
    "nothing_requires_a_gradient",
    hint="Torch finds nothing to differentiate. Which tensor should require a gradient, and does your score still hang on it?",
    error=r"^RuntimeError: (element 0 of tensors|One of the differentiated Tensors) does not require grad",
)
def nothing_requires_a_gradient(inputs, model, target_label_idx, cuda=False):
    """The image does not require a gradient, or the score is cut off from it: the backward pass raises an error."""
    batch = batch_of(inputs).detach()
    target = chosen(inputs, model, target_label_idx)
    probability(model(batch), target).sum().backward()
    return batch.grad.numpy(), target  # type: ignore[union-attr]


@mistake(
    "backward_from_several_numbers",
    hint="A derivative is that of one number. How many numbers do you go backward from when several images come in?",
    error=r"^RuntimeError: grad can be implicitly created only for scalar outputs",
)
def backward_from_several_numbers(inputs, model, target_label_idx, cuda=False):
    """`backward()` on the scores of all the images at once, or of all the classes: torch wants one number."""
    batch, target = batch_of(inputs), chosen(inputs, model, target_label_idx)
    probability(model(batch), target).backward()
    return batch.grad.numpy(), target  # type: ignore[union-attr]


@mistake(
    "dropout_left_on",
    hint="Ask the same question twice: do you get the same gradient? Which layers of the network work only while it learns?",
)
def dropout_left_on(inputs, model, target_label_idx, cuda=False):
    """The network is put into training mode, so that its dropout layers throw values away."""
    target = chosen(inputs, model, target_label_idx)
    with learning(model):
        return answered(inputs, model, target)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(inputs, model, target_label_idx, cuda=False):
    """None comes back: the result is computed, or printed, and not returned."""
