"""The formgrader shows the marking guide and the student's figure beside what a person grades; the feedback never a guide."""

import copy

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.judging.points import points_of_guides
from tests import payloads
from tests.rendered import feedback_page, formgrader_page

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # nbgrader's own


def graded_by_hand(name: str) -> dict:
    marks = {"grade": True, "solution": True, "grade_id": name, "points": points_of_guides()[name], "score": 1.0, "locked": False}
    return {"nbgrader": marks | {"schema_version": 3}}


def handed_in():
    written = [
        new_markdown_cell("My answer.", metadata=graded_by_hand(name))
        for name in points_of_guides()
        if name != "compare_baselines"
    ]
    picture = new_output("display_data", data={"image/png": payloads.encoded(payloads.with_text()), "text/plain": "<Figure>"})
    figure = new_code_cell("plot()", metadata=graded_by_hand("compare_baselines"), outputs=[picture])
    return new_notebook(cells=[*written, figure])


def test_the_guide_stands_above_every_answer(tmp_path):
    soup = BeautifulSoup(formgrader_page(handed_in(), tmp_path), "html.parser")
    guides = soup.select("details.guide")
    assert [guide.summary.text for guide in guides] == [
        f"Marking guide: {name.replace('_', ' ')} ({points:g} points)" for name, points in sorted_like(points_of_guides())
    ]
    for guide in guides[:-1]:
        assert "Rubric" in guide.text
        assert "weak answers" in guide.text
        assert "{points" not in guide.text


def sorted_like(points: dict) -> list:
    """In the order of the notebook above: the figure last."""
    return sorted(points.items(), key=lambda one: one[0] == "compare_baselines")


def test_the_student_s_figure_is_shown(tmp_path):
    soup = BeautifulSoup(formgrader_page(handed_in(), tmp_path), "html.parser")
    assert soup.select(".output_area img, .output_png img, div.output img")


def test_no_guide_is_in_the_feedback():
    page = feedback_page(copy.deepcopy(handed_in()))
    assert "Marking guide" not in page
    assert "Model answer" not in page


def test_an_answer_without_a_guide_and_a_name_that_leads_elsewhere_show_none(tmp_path):
    cell = new_markdown_cell("x", metadata=graded_by_hand("saturation"))
    cell.metadata.nbgrader.grade_id = "../../README"
    assert "details class='guide'" not in formgrader_page(new_notebook(cells=[cell]), tmp_path)
