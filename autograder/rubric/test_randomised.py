"""randomised: a copy whose last layers are drawn anew."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.tolerance import Tolerance
from lab.layered import wide

HELD_OUT: list[dict] = [
    {"network": wide(4100, 57), "blocks": 1, "seed": 4101},
    {"network": wide(4102, 61, bare=True), "blocks": 3, "seed": 4103},
    {"network": wide(4104, 60), "blocks": 4, "seed": 4105},
    {"network": wide(4106, 58), "blocks": 9, "seed": 4107},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "counted from the output (0: none; more than there are: all of them)": ("last_layers", 103),
    "The layers may stand inside others": ("last_layers", 0),
    "a copy of the network, which shares no weights with it; `model` itself stays as it is": ("a_copy", 0),
    "a normal distribution around 0 whose standard deviation is": ("drawn_anew", 0),
    "their biases, where they have some, are 0": ("drawn_anew", 1),
    "The same `seed` gives the same weights, another `seed` others": ("seed", 0),
    "go on as if nobody had called your function": ("seed", 101),
}

TOLERANCE = Tolerance(1e-6, of="the norm: these facts are told in steps")
FACTS = {  # what is told of the weights of each layer -> what another number means
    "spread": "the deviation of the weights is not the one that was asked for",
    "positive": "the mean of the weights is not 0",
    "tails": "the weights are not from a normal distribution",
    "biases": "the biases are not 0",
}


def changed(answer: Answer) -> np.ndarray:
    """(L,) which layers have other weights than before."""
    if answer.why_no_array("changed"):
        raise answer.untold("no network with the same layers was returned")
    return answer.array("changed")


@pytest.mark.points(1)
def test_last_layers(answers: Answers):
    """Of the network that is returned, the last `blocks` convolutions and linear layers have other weights, and no others."""
    for answer in answers:
        if "raised" not in answer.given and answer.why_no_array("changed"):
            raise answer.wrong("the function should return a network with the same layers")
        if not np.array_equal(changed(answer), answer.wanted("changed")):
            raise answer.wrong("other layers have changed than the last ones that were asked for")


@pytest.mark.points(1)
def test_drawn_anew(answers: Answers):
    """In these layers the weights are normal around 0 with the deviation sqrt(2 / fan-in), and the biases are 0."""
    for answer in answers:
        changed(answer)
        for name, said in FACTS.items():
            given, expected = answer.array(name), answer.wanted(name)
            if TOLERANCE.exceeded_by(float(np.linalg.norm(given - expected) / (np.linalg.norm(expected) or 1.0))):
                raise answer.wrong(said, rests_on=("last_layers",))


@pytest.mark.points(1)
def test_a_copy(answers: Answers):
    """The model that was passed in keeps its weights, and shares none of them with the network that is returned."""
    for answer in answers:
        changed(answer)
        if answer["model_unchanged"] is not True:
            raise answer.wrong("your function changed the model, which belongs to its caller")
        if answer["shares_weights"] is not False:
            raise answer.wrong("the copy shares weights with the model that was passed in")


@pytest.mark.points(1)
def test_seed(answers: Answers):
    """One seed gives one network, two seeds give two, and the random numbers of others go on as if nothing had happened."""
    for answer in answers:
        changed(answer)
        if answer["same_seed_same_weights"] is not True:
            raise answer.wrong("two calls with one seed gave two networks")
        if answer.recipe["blocks"] and answer["other_seed_other_weights"] is not True:
            raise answer.wrong("two seeds gave the same network")
        if answer["undisturbed"] is not True:
            raise answer.wrong("after the call others draw other random numbers than without it")
