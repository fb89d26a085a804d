"""Pictures of answers: beside the expected one where students can see the case, and alone, or not at all, where they cannot."""

import base64
import io

import numpy as np
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from PIL import Image

from autograder.assignments import visible_cases
from autograder.audit.samples import ask
from autograder.feedback.facts import PageFacts
from autograder.feedback.summary import summary
from autograder.grading.answer_images import in_numbers, pictures
from autograder.judging.judge import judge, judge_task
from autograder.judging.marks import Mark
from autograder.judging.wording import described
from autograder.notebooks.cells import KEY
from selfcheck.pictures import NO_NUMBER, as_address, as_map, picture_of
from tests.asking import SAMPLES
from tests.this_course import TASKS


def shown(task: str, sample: str) -> list[dict]:
    """The pictures of a sample's answers."""
    answers = ask(task, (SAMPLES / f"{sample}.py").read_text(encoding="utf-8"))
    return pictures(judge_task(task, answers, knew_more=False), answers, knew_more=False)


def pixels(address: str) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))))


def cases_of(records: list[dict]) -> set[str]:
    return {record["case"] for record in records}


def visible(task: str) -> set[str]:
    return {described(case.recipe) for case in visible_cases(task)}


@pytest.mark.parametrize("task", ["pre_processing", "saliency_map", "grad_cam_heatmap", "backprop", "vgg_hook"])
def test_a_right_answer_looks_as_expected_and_differs_nowhere(task):
    first, *_ = records = shown(task, f"full_marks/{task}/{next((SAMPLES / 'full_marks' / task).glob('*.py')).stem}")
    assert (pixels(first["given"]) == pixels(first["expected"])).all()
    assert len(np.unique(pixels(first["difference"]).reshape(-1, 3), axis=0)) <= 2
    assert "correlation 1.000" in first["said"]
    assert cases_of(records) <= visible(task)


def test_a_wrong_answer_differs_and_the_numbers_say_how():
    first, *_ = shown("integrated_gradients", "wrong/integrated_gradients/not_averaged")
    assert (pixels(first["given"]) != pixels(first["expected"])).any()
    assert "scale 8" in first["said"]


@pytest.mark.parametrize("task", TASKS)
def test_no_held_out_case_is_shown_to_anybody(task):
    """Of pre_processing a right answer is the case to the pixel."""
    for outcome in ("full_marks", "wrong"):
        for path in sorted((SAMPLES / outcome / task).glob("*.py"))[:2]:
            assert cases_of(shown(task, f"{outcome}/{task}/{path.stem}")) <= visible(task)


def test_beside_an_answer_that_hangs_on_chance_no_other_one_is_shown():
    path = next((SAMPLES / "full_marks" / "random_baseline").glob("*.py"))
    records = shown("random_baseline", f"full_marks/random_baseline/{path.stem}")
    assert records
    for record in records:
        assert set(record) == {"case", "given", "said"}
        assert not any(word in record["said"] for word in ("expected", "correlation", "scale"))


LEAKS = "def saliency_map(gradients):\n    return np.asarray(gradients)[:, :, 0]\n"


def test_an_answer_of_the_student_s_own_making_is_no_picture_of_a_held_out_case():
    """It could be the case itself."""
    answers = ask("saliency_map", LEAKS)
    records = pictures(judge({"saliency_map": answers})["saliency_map"], answers)
    assert records
    assert cases_of(records) <= visible("saliency_map")


@pytest.mark.parametrize("junk", [[], [{"task": "saliency_map", "number": 0, "value": {"map": {"kind": "none"}}}], [7, None]])
def test_answers_that_are_none_have_no_pictures_of_their_own(junk):
    assert not any("given" in record for record in pictures(judge({"saliency_map": junk})["saliency_map"], junk))


def test_what_is_no_number_is_grey_and_breaks_nothing():
    values = np.array([[0.0, np.nan], [np.inf, 1.0]])
    assert (picture_of("saliency_map", "map", values)[0, 1] == NO_NUMBER).all()
    assert (as_map(np.full((2, 2), np.nan), 0, 0) == NO_NUMBER).all()
    assert in_numbers(values, np.ones((2, 2))) == "there are NaN or infinite values in yours"


def test_each_value_of_a_small_map_is_a_square_that_can_be_seen():
    assert pixels(as_address(as_map(np.eye(3), 0, 1))).shape == (144, 144, 3)


def test_the_page_says_what_every_picture_shows():
    task = "grad_cam_heatmap"
    answers = ask(task, (SAMPLES / "wrong" / task / "no_relu.py").read_text(encoding="utf-8"))
    verdict = judge({task: answers})[task]
    ours = {"verdicts": [verdict.to_json()], "pictures": {task: pictures(verdict, answers)}}
    page = summary(new_notebook(metadata={KEY: ours}), PageFacts("part1", score=1.0, max_score=4.0, late_penalty=1.5))
    for word in ("yours", "expected", "yours minus expected"):
        assert f"alt='{word}: On an array of shape" in page
    assert "1 of 4 points<" in page
    assert "You earned 2.5. Submitted late: 1.5 points are taken off." in page


def test_the_page_says_which_answers_wait_for_a_person():
    marks = {"grade": True, "solution": True, "points": 3.0, "score": 0.0}
    cells = [new_markdown_cell("words", metadata={"nbgrader": marks | {"grade_id": name}}) for name in ("waits", "graded")]
    page = summary(new_notebook(cells=cells), PageFacts("part1", marks={"waits": Mark(3), "graded": Mark(3, given=0.0)}))
    lines = {name: page[page.index(f"#answer-{name}'") :].partition("</tr>")[0] for name in ("waits", "graded")}
    assert "– of 3" in lines["waits"]
    assert "not graded yet: a person does that" in lines["waits"]
    assert "0 of 3" in lines["graded"]
    assert "graded by hand" in lines["graded"]


@pytest.mark.parametrize(("task", "again"), [("backprop", None), ("saliency_map", True)])
def test_where_the_process_knew_right_answers_a_picture_of_its_own_making_is_not_shown(task, again):
    """It could be the text of one, sign by sign."""
    answers = ask(
        task, "def calculate_outputs_and_gradients(inputs, *_):\n    return np.ones((len(inputs), 3, 12, 16)), 2\n" + LEAKS
    )
    records = pictures(judge({task: answers})[task], answers, again)
    assert records
    assert not any("given" in record or "difference" in record for record in records)
