"""The student's own check: ✓ for what is right, for what is wrong a sentence that helps and never the answer."""

import contextlib
import io
import re
import sys
import time
import warnings
from functools import cache, partial
from html import unescape
from types import SimpleNamespace

import cv2
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from autograder.assignments import checks as checks_of
from autograder.assignments import declaration, solved_cell, tasks_of
from autograder.authoring.fingerprints import asked
from autograder.judging.points import points_of
from autograder.misconceptions.integrated_gradients import RULES
from lab import cases
from selfcheck.check import NotRight, check, fingerprints, hint_for, look_at
from selfcheck.check_page import html_of, text_of
from selfcheck.pictures import as_address, picture_of
from selfcheck.task import is_array
from selfcheck.variants import CHOICE
from tests.asking import samples
from tests.this_course import CATALOGUE, REFERENCES, TASKS

pytestmark = pytest.mark.slow

each_task = pytest.mark.parametrize("task", TASKS)

ONE_IMAGE = "the visible batches have one image"
A_CLASS_IS_GIVEN = "on the visible cases a class is asked for, and it is not 0"
NO_DROPOUT = "no visible network has layers that work only while it learns"
INVISIBLE = {  # wrong answers that are right on the visible cases: grading finds them
    "predict/argmax_over_the_whole_batch": ONE_IMAGE,
    "predict/batch_and_class_swapped": ONE_IMAGE,
    "predict/first_image_only": ONE_IMAGE,
    "predict/softmax_over_the_flattened_batch": ONE_IMAGE,
    "backprop/class_chosen_anew_for_each_image": "without a class, the visible case has one image",
    "backprop/class_of_last_image": "without a class, the visible case has one image",
    "backprop/class_zero_taken_for_none": "class 0 is never asked for",
    "predict/model_in_training_mode": NO_DROPOUT,
    "backprop/model_in_training_mode": NO_DROPOUT,
    "vgg_hook/batch_of_one_only": ONE_IMAGE,
    "vgg_hook/gradient_of_the_first_image_only": ONE_IMAGE,
    "grad_cam_heatmap/minimum_subtracted_after_the_relu": "the smallest value of the visible heatmaps is 0 already",
    "integrated_gradients/class_chosen_anew_at_each_step": A_CLASS_IS_GIVEN,
    "integrated_gradients/class_chosen_at_the_baseline": A_CLASS_IS_GIVEN,
    "integrated_gradients/class_zero_taken_for_none": A_CLASS_IS_GIVEN,
    "integrated_gradients/path_from_the_image_on": "one grey level beside the path; the visible networks hardly bend",
}


@pytest.fixture(autouse=True)
def a_person_is_asking(monkeypatch):
    """Nbgrader's Validate button is not."""
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)


def notebook(*sources: str) -> dict:
    """The names of a notebook after its imports and these cells; a cell with a syntax error defines nothing."""
    namespace = {"np": np, "torch": torch, "nn": nn, "F": F, "cv2": cv2, "plt": plt, "check": check, "__name__": "__main__"}
    namespace[CHOICE] = 1  # the variant of which the samples are right
    for source in sources:
        with contextlib.suppress(SyntaxError):
            exec(compile(source, "<cell>", "exec"), namespace)
    return namespace


def said(namespace: dict, task: str) -> str:
    """What `check(task)` prints in a notebook, beside what the student's own function prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(f"check({task!r})", namespace)
    return out.getvalue()


def needed(task: str) -> list[str]:
    """The solved cells of what a task may call."""
    return [solved_cell(need) for need in declaration(task).needs]


@cache
def said_of_samples(outcome: str, task: str) -> dict[str, str]:
    """What the check says of each sample answer of a task, the tasks that it needs being solved."""
    found = {}
    for path in samples(outcome):
        if path.parent.name == task:
            with contextlib.redirect_stdout(io.StringIO()):
                namespace = notebook(*needed(task), path.read_text(encoding="utf-8"))
            found[f"{task}/{path.stem}"] = said(namespace, task)
    return found


# --- right answers -------------------------------------------------------------------------------------------------


@each_task
def test_the_solved_cell_is_right(task):
    first, *rest = said(notebook(*needed(task), solved_cell(task)), task).splitlines()
    number = len(declaration(task).visible)
    assert first == f"✓ {task}: right on {number} visible case{'s' if number > 1 else ''}. More cases are tested at grading."
    assert [line.split(" (not tested")[0][4:] for line in rest] == [
        check["sentence"] for check in fingerprints()[task]["checks"].values()
    ]
    assert {line[2] for line in rest} <= {"✓", "·"}


@each_task
def test_the_reference_is_right(task):
    assert said(notebook() | {declaration(task).defines: REFERENCES[task]}, task).startswith("✓")


@each_task
def test_every_right_sample_is_right(task):
    assert {name for name, line in said_of_samples("full_marks", task).items() if f"✓ {task}: right" not in line} == set()


@each_task
def test_a_check_takes_less_than_a_second_or_so(task):
    namespace = notebook(*needed(task), solved_cell(task))
    said(namespace, task)  # what is read once is read
    start = time.process_time()
    said(namespace, task)
    assert time.process_time() - start < 3


# --- wrong answers -------------------------------------------------------------------------------------------------


@each_task
@pytest.mark.parametrize("outcome", ["wrong", "no_marks"])
def test_a_wrong_sample_is_right_only_where_its_mistake_cannot_be_seen(task, outcome):
    passed = {name for name, line in said_of_samples(outcome, task).items() if f"✓ {task}: right" in line}
    assert passed == {name for name in INVISIBLE if outcome == "wrong" and name.startswith(f"{task}/")}


@each_task
@pytest.mark.parametrize("outcome", ["wrong", "no_marks"])
def test_a_complaint_is_a_few_short_lines(task, outcome):
    for name, line in said_of_samples(outcome, task).items():
        assert line.count("\n") <= 5 + 2 * len(declaration(task).checks), name
        assert all(len(part) < 400 for part in line.splitlines()), name


NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@each_task
def test_a_complaint_gives_of_the_answer_its_shape_its_range_and_its_class_alone(task):
    prints = [value for case in fingerprints()[task]["cases"] for value in case.values()]
    may = {"0", "255"} | {f"{p[end]:.4g}" for p in prints for end in ("low", "high") if end in p}
    may |= {str(n) for p in prints for n in p.get("shape", [])} | {str(p["value"]) for p in prints if "value" in p}
    may |= {str(n) for case in declaration(task).visible if "image" in case for n in cases.image(case["image"]).shape}
    for name, line in said_of_samples("wrong", task).items():
        if "your code raised" not in line and "✗" in line:
            expected = re.findall(r"(?:expected|right ones lie in|must be) (.*?)(?:, got|[;)]|\n)", line)
            numbers = {number for words in expected for number in NUMBER.findall(words.replace("float32", ""))}
            assert numbers <= may, f"{name}: {line}"


def found_in(task: str, source: str):
    with contextlib.redirect_stdout(io.StringIO()):
        return look_at(notebook(*needed(task), source), task)


@each_task
def test_every_check_of_the_grader_has_its_line_and_no_other(task):
    names = [check.__name__.removeprefix("test_") for check in checks_of(task)]
    assert list(declaration(task).checks) == names == list(fingerprints()[task]["checks"])
    assert [told["points"] for told in fingerprints()[task]["checks"].values()] == [points_of(c) for c in checks_of(task)]


def test_one_mistake_fails_the_line_that_it_is_about_and_no_other():
    right = solved_cell("pre_processing")
    wrong = right.replace("dtype=torch.float32", "dtype=torch.float64")
    assert wrong != right
    assert [line.passed for line in found_in("pre_processing", wrong).lines] == [False, True, True, True]


def test_what_only_held_out_cases_can_tell_is_said_to_come_at_grading():
    text = said(notebook(solved_cell("grad_cam_heatmap")), "grad_cam_heatmap")
    assert (
        "  · Each channel counts with its own weight: the map is in proportion to the weighted sum (here no weight is negative). "
        "(not tested here: other cases tell, at grading)" in text
    )


# --- in a notebook -------------------------------------------------------------------------------------------------


@each_task
def test_the_panel_shows_no_picture_but_the_student_s_own(task):
    for path in samples("wrong"):
        if path.parent.name == task:
            found = found_in(task, path.read_text(encoding="utf-8"))
            own = {
                as_address(picture)
                for answer in found.answers
                for name, value in answer.items()
                if is_array(value) and value.values.size and value.values.dtype.kind in "fiub"
                if (picture := picture_of(task, name, value.values)) is not None
            }
            assert set(re.findall(r"src='(.*?)'", html_of(found))) <= own, path.stem


def test_the_panel_escapes_what_the_student_s_code_says():
    found = found_in("saliency_map", "def saliency_map(gradients):\n    raise ValueError('<script>alert(1)</script>')")
    assert "<script>" not in html_of(found)
    assert "&lt;script&gt;" in html_of(found)


def test_the_panel_says_what_the_text_says():
    found = found_in("pre_processing", WRONG_NEED)
    page = unescape(re.sub(r"</b>", "", html_of(found)))
    page = re.sub(r"<[^>]*>", " ", page)
    for line in text_of(found).splitlines():
        assert " ".join(line.strip(" ✓✗·").split()) in " ".join(page.split())
    assert "your tensor, case 1: shape 1 x 3 x 32 x 48, from" in page


def test_the_panel_draws_the_case_that_is_spoken_of():
    """Without an absolute value the first case, where no gradient is negative, is right: its picture would explain nothing."""
    found = found_in("saliency_map", "def saliency_map(gradients):\n    return gradients.max(axis=2)")
    assert found.case == 1
    assert "your map, case 2: shape 16 x 16, from" in html_of(found)
    wrong_everywhere = found_in("saliency_map", "def saliency_map(gradients):\n    return 2 * abs(gradients).max(axis=2)")
    assert "your map, case 1: shape 6 x 9, from" in html_of(wrong_everywhere)


def test_a_right_answer_s_panel_has_every_check_and_no_picture():
    page = html_of(found_in("saliency_map", solved_cell("saliency_map")))
    assert page.count("aria-label='right here'") == 2
    assert "<img" not in page


def test_all_tasks_of_a_notebook_with_the_points_that_are_within_reach():
    wrong = solved_cell("pool_gradients").replace("mean", "sum")
    sources = [solved_cell(task) for task in tasks_of("part1") if task != "pool_gradients"]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec("check.all()", notebook(*sources, wrong))
    *rows, total = out.getvalue().strip().splitlines()
    assert [row.split()[1] for row in rows] == list(tasks_of("part1"))
    assert [row.split()[1] for row in rows if not row.startswith("✓")] == ["pool_gradients"]
    assert total.startswith("34 of 35 points are within reach so far. They are given at grading, on other cases than these;")


def test_the_homework_has_its_own_tasks():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec("check.all()", notebook(solved_cell("blurred_baseline")))
    assert [line.split()[:2] for line in out.getvalue().splitlines()][:2] == [
        ["✓", "blurred_baseline"],
        ["✗", "max_distance_baseline"],
    ]


def test_a_kernel_gets_the_panel_and_the_text(monkeypatch):
    published = []
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr("IPython.display.publish_display_data", published.append)
    assert said(notebook(solved_cell("saliency_map")), "saliency_map") == ""
    (data,) = published
    assert data["text/plain"].startswith("✓ saliency_map: right")
    assert data["text/html"].startswith("<div")


def test_without_ipython_the_text_is_printed(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert said(notebook(solved_cell("saliency_map")), "saliency_map").startswith("✓ saliency_map: right")


def test_a_known_mistake_earns_its_hint():
    source = solved_cell("integrated_gradients").replace("np.mean(gradients, axis=0)", "np.sum(gradients, axis=0)")
    line = said(notebook(*needed("integrated_gradients"), source), "integrated_gradients")
    assert "8 times the right ones" in line
    assert "Hint: " in line


# --- cells that are not there yet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_a_mistake_along_the_path_earns_its_own_hint_whatever_the_kind_of_sum(rule):
    own = {}
    for mistake in CATALOGUE["integrated_gradients"]:
        recipes = declaration("integrated_gradients").visible
        given = [asked("integrated_gradients", partial(mistake.wrong_variant, rule=RULES[rule]), recipe) for recipe in recipes]
        hint = None if None in given else hint_for("integrated_gradients", given)
        assert hint in (None, mistake.hint), (mistake.name, hint)
        own[mistake.name] = hint is not None
    assert own["difference_in_pixels"]
    assert own["multiplied_by_the_image"]
    assert sum(own.values()) > len(own) / 2


def test_an_answer_that_is_never_the_same_twice_is_known_by_its_form_and_only_where_it_is_wrong():
    """Its fingerprint has no numbers where answers differ from call to call; right answers have its form, too."""
    mistake = next(each for each in CATALOGUE["integrated_gradients"] if each.name == "random_without_a_baseline")
    told = [each for each in fingerprints()["integrated_gradients"]["mistakes"] if each["hint"] == mistake.hint]
    (unfixed,) = [value for case in told[0]["cases"] for value in case.values() if "unfixed" in value]
    assert not {"sums", "low", "high", "tolerance"} & set(unfixed)
    recipes = declaration("integrated_gradients").visible
    for _ in range(3):
        given = [asked("integrated_gradients", mistake.wrong_variant, recipe) for recipe in recipes]
        assert hint_for("integrated_gradients", given) == mistake.hint
    right = [asked("integrated_gradients", REFERENCES["integrated_gradients"], recipe) for recipe in recipes]
    assert hint_for("integrated_gradients", right) is None


FIRST_MISTAKES = {  # line of a solved cell -> what a student writes instead, and a word of the hint
    "saliency_map": ("return ", "result = ", "give back"),
    "predict": ("return ", "result = ", "give back"),
    "pool_gradients": ("return ", "result = ", "give back"),
    "backprop": (".backward()", ".backward", "still None"),
    "grad_cam_heatmap": ("[None, :, None, None]", "", "lines up"),
}


@pytest.mark.parametrize("task", FIRST_MISTAKES)
def test_a_first_mistake_earns_its_hint_though_it_gives_an_error_or_nothing(task):
    line, instead, word = FIRST_MISTAKES[task]
    source = solved_cell(task)
    assert line in source
    wrong = source.replace(line, instead)
    assert word in said(notebook(*needed(task), wrong), task).partition("Hint: ")[2]


def test_an_error_of_another_kind_earns_no_hint():
    source = solved_cell("backprop").replace(".backward()", ".backward(retain_graph=[])[0]")
    assert "Hint: " not in said(notebook(*needed("backprop"), source), "backprop")


@each_task
def test_an_undefined_name_says_which_cell_to_run(task):
    line = said(notebook(), task)
    assert line == (
        f"✗ {task}: nothing called {declaration(task).defines} is defined yet. Run the cell that defines it, then this one.\n"
    )


@each_task
def test_a_cell_that_is_not_filled_in_says_so(task):
    stub = re.sub(r"(?ms)^( *)### BEGIN SOLUTION.*?### END SOLUTION", r"\1raise NotImplementedError()", solved_cell(task))
    assert "NotImplementedError" in stub
    assert re.fullmatch(rf"✗ {task}: (\w+ \w+: )?not filled in yet\.", said(notebook(*needed(task), stub), task).splitlines()[0])


WRONG_NEED = "def pre_processing(obs, cuda):\n    return torch.tensor(obs.transpose(2, 0, 1)[None] / 255)\n"


@pytest.mark.parametrize("task", ["backprop", "integrated_gradients"])
def test_a_wrong_dependency_is_named(task):
    namespace = notebook(*needed(task), WRONG_NEED, solved_cell(task))
    line = said(namespace, task)
    assert "It calls your pre_processing, which is not right yet: fix that first." in line
    assert "one mistake costs one task" in line


def test_the_class_of_a_wrong_dependency_is_named_by_what_the_student_wrote():
    wrong = solved_cell("backprop").replace("model.zero_grad()", "output = 2 * output")
    namespace = notebook(*needed("integrated_gradients"), wrong, solved_cell("integrated_gradients"))
    assert "It calls your calculate_outputs_and_gradients" in said(namespace, "integrated_gradients")


def test_a_dependency_that_is_not_filled_in_is_named():
    stub = "def predict(input, model, target_label_idx, cuda):\n    raise NotImplementedError()\n"
    line = said(notebook(*needed("backprop"), stub, solved_cell("backprop")), "backprop")
    assert "It calls your predict" in line
    assert "not filled in yet" not in line


def test_a_wrong_dependency_is_not_blamed_for_a_right_answer():
    stub = "def predict(input, model, target_label_idx, cuda):\n    return 1, 2\n"
    assert said(notebook(stub) | {"calculate_outputs_and_gradients": REFERENCES["backprop"]}, "backprop").startswith("✓")


# --- who is asking -------------------------------------------------------------------------------------------------


def test_an_unknown_task_is_told_with_the_tasks_that_there_are():
    with pytest.raises(ValueError, match=r"no task called 'saliency'; the tasks are pre_processing, .*max_distance_baseline"):
        check("saliency")


def test_while_nbgrader_validates_a_wrong_answer_raises_its_complaint(monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(NotRight, match="✗ saliency_map: nothing called saliency_map is defined yet") as error:
        said(notebook(), "saliency_map")
    assert error.value._render_traceback_() == [str(error.value)]


def test_while_nbgrader_validates_a_right_answer_is_right(monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    assert said(notebook(solved_cell("saliency_map")), "saliency_map").startswith("✓")


def test_a_check_leaves_the_notebook_as_it_was():
    namespace = notebook(*needed("backprop"), solved_cell("backprop"))
    before = dict(namespace)
    said(namespace, "backprop")
    namespace.pop("__builtins__"), before.pop("__builtins__", None)
    assert namespace == before


def test_students_errors_are_told_with_their_text():
    line = said(notebook("def saliency_map(gradients):\n    return gradient.max(2)"), "saliency_map")
    assert line.startswith("✗ saliency_map: your code raised NameError: name 'gradient' is not defined")


@pytest.mark.parametrize("returned", ["None", "5", "'text'", "(1, 2, 3)", "[]", "object()", "np.array([None])", "torch.zeros(0)"])
@each_task
def test_whatever_is_returned_gives_a_complaint_and_no_crash(task, returned):
    namespace = notebook(*needed(task), f"def {declaration(task).defines}(*arguments, **keywords):\n    return {returned}\n")
    assert said(namespace, task).startswith(f"✗ {task}: ")
