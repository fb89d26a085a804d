"""calculate_outputs_and_gradients: the gradient of the target's probability with respect to the image."""

import pytest

from autograder.rubric.answers import Answer, Answers, compared, cosine, distance

TOLERANCE = 1e-3  # of the gradient's norm; on the pocket VGG19 rounding may flip a ReLU: see POCKET_TOLERANCE
POCKET_TOLERANCE = 1e-2


def tolerance(recipe: dict) -> float:
    """The distance that rounding alone may make, as a fraction of the norm."""
    return POCKET_TOLERANCE if recipe["network"]["network"] == "pocket" else TOLERANCE


def gradients(answer: Answer):
    """(given, expected), both (n, 3, H, W)."""
    return answer.array("gradients", kinds=("array",)), answer.wanted("gradients")


@pytest.mark.points(1)
def test_one_array_for_all_images(answers: Answers):
    """The gradients are a NumPy array (n, 3, H, W), not all zero, one gradient for each image."""
    for answer in answers:
        given, _ = gradients(answer)
        if not all(gradient.any() for gradient in given):
            raise answer.wrong("a gradient is zero everywhere")


@pytest.mark.points(1)
def test_direction(answers: Answers):
    """The gradient points where the probability of the class that was asked for grows."""
    for answer in answers:
        if answer.recipe["target"] is None:
            continue
        for given, expected in zip(*gradients(answer), strict=True):
            if cosine(given, expected) < 1 - tolerance(answer.recipe):
                raise answer.wrong(compared(given, expected))


@pytest.mark.points(1)
def test_size(answers: Answers):
    """Each gradient has its own full size: nothing is averaged over images, rescaled or added up."""
    for answer in answers:
        if answer.recipe["target"] is None:
            continue
        for given, expected in zip(*gradients(answer), strict=True):
            if distance(given, expected) > tolerance(answer.recipe):
                raise answer.wrong(compared(given, expected))


@pytest.mark.points(1)
def test_class_without_a_target(answers: Answers):
    """Without a target the first image's predicted class is used for all images, and returned as an int."""
    for answer in answers.where(target=None):
        label = answer["label"]
        if isinstance(label, bool) or not isinstance(label, int):
            raise answer.wrong(f"the class that was used should be returned as an int, got {type(label).__name__}")
        if label != answer.expected["label"]:
            raise answer.wrong(f"class {label} was returned, expected {answer.expected['label']}")
        for given, expected in zip(*gradients(answer), strict=True):
            if cosine(given, expected) < 1 - tolerance(answer.recipe):
                raise answer.wrong("the gradient is not about the first image's class")
    for answer in answers.where(target=0):
        if answer["label"] != 0:
            raise answer.wrong("class 0 was asked for, and another came back")
