"""The sample class: every sample that it names exists, its promises are the names', and its mishaps are what they say."""

import json
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.sample_class import EDITS, Student, fill, hand_in, promised, sample_classes, samples_of
from autograder.judging.points import max_points
from autograder.notebooks.cells import grade_id_of, role_of
from autograder.notebooks.parse import read_file
from tests.asking import SAMPLES
from tests.this_course import TASKS

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "release" / "part1"
EVERYBODY = [(assignment, student) for assignment, students in sample_classes().items() for student in students]
everybody = pytest.mark.parametrize(("assignment", "student"), EVERYBODY, ids=[f"{a}-{s.name}" for a, s in EVERYBODY])


def release():
    return nbformat.read(next(RELEASE.glob("*.ipynb")), as_version=4)


@pytest.fixture
def handed_in(tmp_path):
    """Hands in a right notebook with a mishap; gives the folder."""

    def with_mishap(mishap: str) -> Path:
        hand_in(Student("ada", mishap=mishap), RELEASE, tmp_path / mishap, 0)
        return tmp_path / mishap

    return with_mishap


# --- the class -----------------------------------------------------------------------------------------------------


@everybody
def test_every_sample_that_a_student_names_exists(assignment, student):
    for task, sample in student.answers.items():
        outcome, _, name = sample.partition("/")
        assert task in TASKS
        assert outcome == "unanswered" or (SAMPLES / outcome / task / f"{name}.py").is_file(), sample
        assert bool(name) is (outcome != "unanswered")


@everybody
def test_every_mishap_that_a_student_has_is_one(assignment, student):
    assert student.mishap in {"", "not_json", "empty", "misnamed", "another", *EDITS}


def test_students_have_names_of_their_own_that_nbgrader_takes():
    for students in sample_classes().values():
        names = [student.name for student in students]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() for name in names)


def test_every_task_has_right_samples_to_choose_from():
    for task in TASKS:
        assert len(samples_of(task, "full_marks")) >= 4


# --- promises ------------------------------------------------------------------------------------------------------


def test_promises_follow_the_names():
    student = Student("ada", {"predict": "wrong/no_softmax", "backprop": "unanswered/", "saliency_map": "no_marks/never_ends"})
    most = max_points("predict")
    assert promised(student, ["pre_processing", "predict", "backprop", "saliency_map"]) == {
        "pre_processing": (max_points("pre_processing"), max_points("pre_processing")),
        "predict": (0, 0.75 * most),
        "backprop": (0, 0),
        "saliency_map": (0, 0),
    }


@pytest.mark.parametrize("mishap", ["not_json", "empty", "another"])
def test_a_lost_file_is_promised_nothing(mishap):
    assert promised(Student("ada", mishap=mishap), ["predict", "backprop"]) == {"predict": (0, 0), "backprop": (0, 0)}


@pytest.mark.parametrize("mishap", sorted(EDITS))
def test_a_mended_file_is_promised_everything(mishap):
    assert promised(Student("ada", mishap=mishap), ["predict"]) == {"predict": (max_points("predict"), max_points("predict"))}


@everybody
def test_promises_lie_between_nothing_and_everything(assignment, student):
    for task, (least, most) in promised(student, list(TASKS)).items():
        assert 0 <= least <= most <= max_points(task)


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_student_answers_everything_unless_said_otherwise():
    notebook = fill(release(), Student("ada", {"predict": "unanswered/", "backprop": "wrong/absolute_values"}), 0)
    for cell, before in zip(notebook.cells, release().cells, strict=True):
        filled = role_of(cell) in ("solution", "written") and grade_id_of(cell) != "predict"
        assert (cell.source != before.source) is filled, grade_id_of(cell)
    answers = {grade_id_of(cell): cell.source for cell in notebook.cells}
    assert answers["backprop"] == (SAMPLES / "wrong" / "backprop" / "absolute_values.py").read_text(encoding="utf-8").rstrip()


def test_turns_take_different_right_samples():
    one, other = (fill(release(), Student("ada"), turn) for turn in (0, 1))
    pairs = [(a, b) for a, b in zip(one.cells, other.cells, strict=True) if role_of(a) == "solution"]
    assert pairs
    assert all(a.source != b.source for a, b in pairs)


def test_filling_leaves_the_release_as_it_was():
    template = release()
    fill(template, Student("ada"), 0)
    assert template == release()


# --- mishaps -------------------------------------------------------------------------------------------------------


def test_a_web_page_is_no_notebook(handed_in):
    assert "no notebook" in read_file(handed_in("not_json") / "feature_attribution.ipynb").problems[0]


def test_an_empty_file_is_empty(handed_in):
    assert (handed_in("empty") / "feature_attribution.ipynb").stat().st_size == 0


def test_a_misnamed_file_has_another_name(handed_in):
    assert [path.name for path in handed_in("misnamed").iterdir()] == ["Copy of feature_attribution.ipynb"]


def test_another_notebook_has_none_of_the_releases_cells(handed_in):
    (path,) = handed_in("another").iterdir()
    assert [cell.grade_id for cell in read_file(path).cells] == [None]


def cells_of(folder: Path) -> list[dict]:
    return json.loads((folder / "feature_attribution.ipynb").read_text(encoding="utf-8"))["cells"]


def test_colab_loses_ids_and_marks(handed_in):
    cells = cells_of(handed_in("as_colab_saves_it"))
    assert all("id" not in cell and "nbgrader" not in cell["metadata"] for cell in cells)
    whole = json.loads((handed_in("as_colab_saves_it") / "feature_attribution.ipynb").read_text(encoding="utf-8"))
    assert whole["nbformat_minor"] == 0
    assert "state" not in whole["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]


def test_doubled_answers_are_there_twice_and_differ(handed_in):
    cells = cells_of(handed_in("doubled_answer"))
    for task in [grade_id_of(cell) for cell in release().cells if role_of(cell) == "solution"]:
        first, second = [cell["source"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == task]
        assert first != second, f"{task}: the two copies are the same"


def test_deleted_tests_are_gone(handed_in):
    names = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells_of(handed_in("deleted_tests"))}
    there = set(map(grade_id_of, release().cells)) - {""}
    assert there - names == {name for name in there if name and name.startswith("test_")} | {"given_wrap_the_network"}


def test_an_unknown_kernel_is_one(handed_in):
    whole = json.loads((handed_in("unknown_kernel") / "feature_attribution.ipynb").read_text(encoding="utf-8"))
    assert whole["metadata"]["kernelspec"]["name"] == "my-env"


def test_an_old_format_is_one(handed_in):
    whole = json.loads((handed_in("old_format") / "feature_attribution.ipynb").read_text(encoding="utf-8"))
    assert whole["nbformat"] == 3
    assert "cells" not in whole
    assert len(whole["worksheets"][0]["cells"]) == len(release().cells)
