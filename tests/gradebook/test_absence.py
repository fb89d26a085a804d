"""A student without a notebook of the assignment gets a page that says what was found instead."""

import re
import shutil

import pytest

from autograder.authoring.sample_class import Student
from autograder.gradebook.absence import told_student
from autograder.gradebook.feedback_run import make_feedback
from autograder.notebooks import parse
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again, autograded, give

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning"),
]
CAT = "cat_another_notebook"
FILES = {  # what is submitted -> what the student reads
    "essay.pdf": (b"%PDF-1.7 my answers", "You submitted essay.pdf."),
    "notes.ipynb": (b"%PDF-1.7 my answers", "notes.ipynb is no notebook: it is a PDF."),
    "lab.ipynb": (b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "lab.ipynb holds none of this"),
    "<img src=x>.txt": (b"words", "You submitted &lt;img src=x&gt;.txt."),
}


def page_of(course, student: str) -> str:
    found = make_feedback(course, HOMEWORK, student)
    assert found.done.success, found.done.log
    return (course.folder("feedback", student, HOMEWORK) / f"{NOTEBOOK}.html").read_text(encoding="utf-8")


def body(page: str) -> str:
    return page.partition("<body>")[2].partition("Your notebook</h2>")[0]


@pytest.mark.parametrize("name", FILES)
def test_what_was_submitted_instead_is_said(course, name):
    folder = course.folder("submitted", "dan", HOMEWORK)
    folder.mkdir(parents=True)
    content, said = FILES[name]
    (folder / name).write_bytes(content)
    again(course, student="dan")
    page = body(page_of(course, "dan"))
    assert said in page
    assert f"{NOTEBOOK}.ipynb is not among your files" in page
    assert "0 of " in page
    assert "<img src=x" not in page


def test_nothing_at_all_is_said(course):
    course.folder("submitted", "dan", HOMEWORK).mkdir(parents=True)
    again(course, student="dan")
    assert "Nothing was submitted with it." in body(page_of(course, "dan"))


def test_each_task_leads_to_its_cell(course):
    page = page_of(course, CAT)
    targets = re.findall(r"<a href='#([^']+)'", body(page))
    assert len(targets) >= 2
    assert all(re.search(rf"""id=["']{target}["']""", page) for target in targets)


def test_it_goes_when_the_notebook_comes(course):
    give(course, Student(CAT))
    again(course, student=CAT)
    assert "is not among your files" not in page_of(course, CAT)


def test_it_comes_when_the_notebook_goes(course):
    ann = "ann_all_right"
    shutil.rmtree(course.folder("submitted", ann, HOMEWORK))
    course.folder("submitted", ann, HOMEWORK).mkdir()
    again(course, student=ann)
    assert "is not among your files" in page_of(course, ann)
    assert "max_abs" not in autograded(course, ann).read_text()  # no answer of the earlier one


def test_what_the_release_came_with_is_no_submission(course):
    folder = course.folder("submitted", "dan", HOMEWORK) / "lab"
    folder.mkdir(parents=True)
    (folder / "show.py").write_text("print(1)")
    again(course, student="dan")
    page = body(page_of(course, "dan"))
    assert "show.py" not in page
    assert "Nothing was submitted with it." in page


def test_a_notebook_of_another_course_is_not_parsed_where_marks_are_recorded(course, monkeypatch):
    monkeypatch.setattr(parse, "json_of", lambda *words: pytest.fail("parsed"))
    folder = course.folder("submitted", "dan", HOMEWORK)
    folder.mkdir(parents=True)
    (folder / "x.ipynb").write_bytes(FILES["lab.ipynb"][0])
    assert "x.ipynb holds none of this assignment's cells." in told_student(folder, NOTEBOOK)
