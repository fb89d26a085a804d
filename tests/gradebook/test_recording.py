"""A marked notebook comes into autograded/ as its worker wrote it, unless a step of the course has changed it since."""

import resource
from dataclasses import asdict

import nbformat
import pytest
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.converters import autograde

from autograder.gradebook.nbgrader_course import opened_once
from autograder.gradebook.preprocessors import AnyNotebook
from autograder.gradebook.staleness import said_in
from autograder.grading import pipeline
from autograder.grading.graded import GradedNotebook
from autograder.grading.pipeline import written as written_by_worker
from autograder.grading.submission import Submission
from autograder.workers.pool import GradedSubmission, judged_plain
from selfcheck.observe import MIME
from tests.gradebook.homework_class import autograded

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning")


EVIDENCE = [{MIME: {"task": "predict", "number": number, "value": 0.5}} for number in (0, 1)]


def of_worker() -> GradedNotebook:
    """A notebook with all that nbformat writes as lists of lines, numbers, empty things, and a test cell with its evidence."""
    outputs = [
        new_output("stream", text="one\ntwo\n"),
        new_output("display_data", data={"application/json": {"lines": ["a", "b"], "none": None, "part": 0.5}}),
        new_output("error", ename="E", evalue="e", traceback=["first", "second"]),
    ]
    answers = [new_output("display_data", data=data) for data in EVIDENCE]
    points = new_output("execute_result", data={"text/plain": "3.0"}, execution_count=1)
    cells = [
        new_markdown_cell("# One\n\ntwo", id="one"),
        new_code_cell("x = 1\ny = 2\n", id="two", outputs=outputs),
        new_code_cell("check()", id="three", metadata={"nbgrader": {"grade_id": "test"}}, outputs=[*answers, points]),
    ]
    return written_by_worker(new_notebook(cells=cells))


def recorded(change) -> str:
    """What is written where a step puts the worker's notebook in and a later one changes it."""
    marked = of_worker()

    class Judge(Preprocessor):
        def preprocess(self, nb, resources):
            resources["of_worker"] = marked
            return nbformat.from_dict(marked.plain), resources

    class Later(Preprocessor):
        def preprocess(self, nb, resources):
            change(nb)
            return nb, resources

    return AnyNotebook(preprocessors=[Judge(enabled=True), Later(enabled=True)]).from_notebook_node(new_notebook())[0]


def nothing(notebook):
    """A step that leaves all as it is."""


def test_what_nobody_has_changed_is_the_workers_text(monkeypatch):
    monkeypatch.setattr(nbformat, "writes", None)  # it is not written anew
    assert recorded(nothing) == of_worker().file


CHANGES = {
    "a source": lambda notebook: notebook.cells[1].update(source="x = 1\ny = 3\n"),
    "a stream": lambda notebook: notebook.cells[1].outputs[0].update(text="one\n"),
    "a line of a list": lambda notebook: notebook.cells[1].outputs[2].traceback.pop(),
    "a value in a display": lambda notebook: notebook.cells[1].outputs[1].data["application/json"].update(part=0.25),
    "a cell less": lambda notebook: notebook.cells.pop(0),
    "points of a test cell": lambda notebook: notebook.cells[2].outputs[-1].data.update({"text/plain": "2.0"}),
    "an output less": lambda notebook: notebook.cells[1].outputs.pop(),
    "metadata": lambda notebook: notebook.metadata.update(seen=True),
    "another order": lambda notebook: notebook.cells.reverse(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_later_step_has_changed_is_written_with_the_change(change):
    expected = nbformat.reads(of_worker().file, as_version=4)
    change(expected)
    text = recorded(change)
    assert nbformat.reads(text, as_version=4) == expected
    assert text != of_worker().file


def test_nbgraders_steps_go_through_a_notebook_without_evidence():
    assert MIME in of_worker().file
    assert MIME not in of_worker().marks
    whole, shorter = nbformat.reads(of_worker().file, as_version=4), nbformat.from_dict(of_worker().plain)
    del whole.cells[2].outputs[: len(EVIDENCE)]
    assert shorter == whole


def test_a_cell_that_a_step_has_taken_out_takes_its_evidence_along():
    text = recorded(lambda notebook: notebook.cells.pop())
    assert MIME not in text


def test_a_file_that_lies_elsewhere_is_the_same(tmp_path):
    laid = of_worker().laid_into(str(tmp_path))
    assert (laid.file, laid.text(), laid.marks) == ("", of_worker().file, of_worker().marks)
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0]
    assert laid.fetched() == of_worker()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shelf", ["", "/nowhere"])
def test_where_nothing_can_be_laid_down_it_is_sent(shelf, monkeypatch):
    monkeypatch.setattr(pipeline, "grade_submission", lambda *_: {"n": of_worker()})
    assert GradedSubmission.of(judged_plain(asdict(Submission("ann")), {}, {}, shelf)) == GradedSubmission(
        "ann", {"n": of_worker()}
    )


def test_a_full_disk_keeps_no_part_of_it(tmp_path):
    room, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(of_worker().file) // 2, most))
    try:
        with pytest.raises(OSError, match="File too large"):
            of_worker().laid_into(str(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_that_no_worker_wrote_is_written():
    notebook = new_notebook(cells=[new_markdown_cell("a\nb", id="one")])
    assert nbformat.reads(AnyNotebook().from_notebook_node(notebook)[0], as_version=4) == notebook


def test_nbgrader_finds_one_gradebook_open_and_it_is_closed_in_the_end(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url, "course") as gradebook:
        gradebook.add_student("ann")
    with opened_once():
        with autograde.Gradebook(url, "course") as first:
            assert first.find_student("ann").first_name is None
        with Gradebook(url, "course") as other:  # somebody else writes between
            other.update_or_create_student("ann", first_name="Ann")
        with autograde.Gradebook(url, "course") as second:
            assert second is first
            assert second.find_student("ann").first_name == "Ann"
        with opened_once(), autograde.Gradebook(url, "course") as third:  # as for each submission of a class
            assert third is first
        assert autograde.Gradebook is not Gradebook
    assert autograde.Gradebook is Gradebook
    assert first.engine.pool.checkedin() == first.engine.pool.checkedout() == 0


@pytest.mark.slow
def test_a_graded_notebook_says_where_its_time_went(course):
    said = said_in(autograded(course, "bob_wrong"))
    stages = {"kernels", "cells", "questions", "once more", "judge", "diagnosis", "pictures", "rebuild"}
    assert set(said["spent"]) == stages
    assert said["spent"]["kernels"] == 2  # the notebook's, and one for the wrong answer alone
    assert said["spent"]["judge"] >= said["spent"]["diagnosis"] > 0
    assert sum(said["spent"][name] for name in stages - {"kernels", "diagnosis"}) <= said["cpu"] + 0.01
