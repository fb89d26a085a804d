"""integrated_gradients: the gradient's average along the path from the baseline, times the way to the image."""

import pytest

from autograder.rubric.answers import Answer, Answers, compared, distance
from autograder.rubric.invariants import change_of_score
from autograder.rubric.quadrature import moments

EXACT = 1e-4  # of the norm, where every quadrature gives the same; forgetting one step of 13 is 0.08
SUMS_TO_ONE = 1e-4
NOT_ON_A_PATH = 1e-3  # what the best quadrature leaves unexplained
SMALL_NETWORK = 0.15  # of the norm: rules of 40 or 50 steps differ by 0.03
POCKET = 0.35


def tolerance(recipe: dict) -> float:
    """The distance that two right quadratures may have on a case, as a fraction of the norm."""
    return {"polynomial": EXACT, "pocket": POCKET}.get(recipe["network"]["network"], SMALL_NETWORK)


def on_polynomials(answers: Answers, degree: int) -> list[Answer]:
    return [answer for answer in answers.on("polynomial") if answer.recipe["network"]["degree"] == degree]


@pytest.mark.points(1.5)
def test_average_times_difference(answers: Answers):
    """The gradients are averaged, not summed, and multiplied by image minus baseline, both pre-processed."""
    for answer in on_polynomials(answers, degree=1):
        if answer.recipe["baseline"] is not None:
            answer.close("attribution", EXACT, kinds=("array",))


@pytest.mark.points(1.5)
def test_path(answers: Answers):
    """The gradients are taken evenly along the straight path from the baseline to the image, on any network."""
    for answer in on_polynomials(answers, degree=2) + on_polynomials(answers, degree=3):
        found, steps = moments(answer), answer.recipe["steps"]
        if found.residual > NOT_ON_A_PATH:
            raise answer.wrong("no sum of gradients along the path from the baseline to the image gives these values")
        if abs(found.zeroth - 1) > SUMS_TO_ONE:
            raise answer.wrong(f"the weights of the steps add up to {found.zeroth:.4g}, expected 1")
        if abs(found.first - 0.5) > 0.5 / steps + EXACT:
            raise answer.wrong(f"the steps lie at {found.first:.3g} of the path on average, expected 0.5")
        if found.second is not None and abs(found.second - 1 / 3) > 0.6 / steps:
            raise answer.wrong(f"the steps are spread unevenly: their mean square is {found.second:.3g}, expected 0.333")
    for answer in answers.on("small", "pocket"):
        answer.close("attribution", tolerance(answer.recipe), kinds=("array",))


@pytest.mark.points(1.5)
def test_black_baseline(answers: Answers):
    """Without a baseline the path starts at the black image: pixels of 0, which are not 0 after normalising."""
    for answer in answers.where(baseline=None):
        if answer.recipe["network"]["network"] == "polynomial":
            given, expected = answer.array("attribution"), answer.wanted("attribution")
            if distance(given, expected) > EXACT:
                raise answer.wrong(compared(given, expected))


@pytest.mark.points(1.5)
def test_one_class_along_the_path(answers: Answers):
    """One class is explained along the whole path, and the attributions add up to the change of that class's score."""
    for answer in answers.on("drifting"):
        total, change = answer.array("attribution").sum(), change_of_score(answer)
        if abs(total - change) > SMALL_NETWORK * abs(change):
            raise answer.wrong(
                f"the attributions add up to {total:.4g}, the score changes by {change:.4g} from baseline to image"
            )
        answer.close("attribution", SMALL_NETWORK, kinds=("array",))
