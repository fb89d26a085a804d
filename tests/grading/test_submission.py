"""Any bytes give cells or a sentence that names the file and says what to do; nothing raises."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.grading.assessment import release_for, release_notebook
from autograder.notebooks.parse import LARGEST_FILE, LONGEST_CODE, MOST_CELLS, ParsedNotebook, read, read_file
from tests.this_course import ROOT

NAME = "ada.ipynb"
CODE = {"cell_type": "code", "source": "x = 1", "metadata": {}}


def notebook(*cells: object, **rest: object) -> bytes:
    """The bytes of a notebook with these cells."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | rest).encode()


def only_problem(submission: ParsedNotebook) -> str:
    """The one sentence about a file that has no cells."""
    assert submission.cells == []
    (problem,) = submission.problems
    return problem


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \r\n\t ", "is empty", id="white space"),
        pytest.param(b"<html>Please log in</html>", "is no notebook", id="a web page"),
        pytest.param(b'{"cells": [', "is no notebook", id="cut off"),
        pytest.param(b"\x00\xff\xfe\x80", "is no notebook", id="no text"),
        pytest.param('{"cells": ['.encode("utf-16"), "is no notebook", id="utf-16, cut off"),
        pytest.param(b"[" * 100_000, "is no notebook", id="nested too deep"),
        pytest.param(b'{"cells":' * 100_000, "is no notebook", id="objects nested too deep"),
        pytest.param(b'{"nbformat": 1' + b"0" * 5000 + b"}", "is no notebook", id="a number of 5000 digits"),
        pytest.param(b"[]", "no notebook", id="a list"),
        pytest.param(b"null", "no notebook", id="null"),
        pytest.param(b'"cells"', "no notebook", id="a text"),
        pytest.param(b"{}", "has no cells", id="an object"),
        pytest.param(b'{"cells": {"0": {}}}', "has no cells", id="cells that are no list"),
        pytest.param(b'{"worksheets": {}}', "has no cells", id="worksheets that are no list"),
    ],
)
def test_what_is_no_notebook_gives_one_sentence_that_names_the_file_and_the_mend(raw, word):
    problem = only_problem(read(raw, NAME))
    assert NAME in problem
    assert word in problem
    assert problem.endswith("."), problem
    assert "and submit it again" in problem or "Submit" in problem, f"says no mend: {problem}"
    assert len(problem) < 300
    assert "\n" not in problem


def test_a_notebook_without_cells_is_read_without_complaint():
    assert read(notebook(), NAME) == ParsedNotebook()


def test_sources_kinds_and_marks_are_read():
    marked = {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "metadata": {"nbgrader": {"grade_id": "predict"}}}
    first, second = read(notebook(marked, {"cell_type": "markdown", "source": "text"}), NAME).cells
    assert (first.kind, first.source, first.grade_id) == ("code", "a = 1\nb = 2", "predict")
    assert (second.kind, second.source, second.grade_id) == ("markdown", "text", None)


def test_a_byte_order_mark_is_no_obstacle():
    submission = read(b"\xef\xbb\xbf" + notebook(CODE), NAME)
    assert [cell.source for cell in submission.cells] == ["x = 1"]
    assert submission.problems == []


@pytest.mark.parametrize("version", [2, 3])
def test_an_old_format_is_read_and_said(version):
    old = {
        "nbformat": version,
        "worksheets": [
            {"cells": [{"cell_type": "heading", "source": ["Title"]}, {"cell_type": "code", "input": ["x = 1"]}]},
            {"cells": [{"cell_type": "code", "input": "y = 2"}]},
            "no sheet",
            {"cells": None},
        ],
    }
    submission = read(json.dumps(old).encode(), NAME)
    assert [(cell.kind, cell.source) for cell in submission.cells] == [
        ("markdown", "Title"),
        ("code", "x = 1"),
        ("code", "y = 2"),
    ]
    assert NAME in submission.problems[0]
    assert "old notebook format" in submission.problems[0]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        "x = 1",
        [CODE],
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 7},
        {"cell_type": "code", "source": ["x", 7]},
        {"cell_type": "code", "source": {"x": 1}},
        {"cell_type": ["code"], "source": "x"},
        {"cell_type": {"code": 1}, "source": "x"},
        {"cell_type": "video", "source": "x"},
    ],
    ids=str,
)
def test_a_cell_that_is_none_is_counted_and_the_others_are_read(broken):
    submission = read(notebook(CODE, broken, CODE), NAME)
    assert len(submission.cells) == 2
    (problem,) = submission.problems
    assert NAME in problem
    assert "1 cell" in problem


@pytest.mark.parametrize(
    "metadata", [None, 3, [], {"nbgrader": 3}, {"nbgrader": {"grade_id": 3}}, {"nbgrader": {"grade_id": []}}]
)
def test_metadata_of_the_wrong_type_costs_the_mark_and_not_the_cell(metadata):
    (cell,) = read(notebook(CODE | {"metadata": metadata}), NAME).cells
    assert (cell.source, cell.grade_id) == ("x = 1", None)


def test_too_many_cells_are_cut_and_that_is_said():
    submission = read(notebook(*[CODE] * (MOST_CELLS + 3)), NAME)
    assert len(submission.cells) == MOST_CELLS
    (problem,) = submission.problems
    assert NAME in problem
    assert str(MOST_CELLS + 3) in problem


def test_an_endless_cell_is_cut_and_that_is_said():
    submission = read(notebook(CODE | {"source": "#" * (LONGEST_CODE + 1)}), NAME)
    assert len(submission.cells[0].source) == LONGEST_CODE
    assert submission.problems, "a student's text was cut without a word"


def test_a_text_that_utf8_cannot_write_is_mended():
    """JSON may hold half a character; nothing that is written later could, and the whole submission would fail there."""
    (cell,) = read(rb'{"cells": [{"cell_type": "code", "source": "x = \"\ud83d\""}]}', NAME).cells
    cell.source.encode("utf-8")


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_file_is_read(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(notebook(CODE))
    assert [cell.source for cell in read_file(path).cells] == ["x = 1"]


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "gradebook.ipynb").write_bytes(notebook(CODE))
    path = tmp_path / NAME
    path.symlink_to(tmp_path / "gradebook.ipynb")
    assert f"{NAME} is no ordinary file" in only_problem(read_file(path))


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: os.mkfifo(path), lambda path: None])
def test_a_folder_a_pipe_or_nothing_at_all_is_no_file(make, tmp_path):
    make(tmp_path / NAME)
    assert f"{NAME} is no ordinary file" in only_problem(read_file(tmp_path / NAME))


def test_a_huge_file_is_not_even_read(tmp_path):
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)  # sparse: it takes no room
    problem = only_problem(read_file(path))
    assert NAME in problem
    assert "100 MB" in problem


def test_a_file_that_cannot_be_read_gives_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_bytes(notebook(CODE))

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    assert NAME in only_problem(read_file(path))


# --- anything ------------------------------------------------------------------------------------------------------

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
strange_cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | plain_json,
        "source": st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3) | plain_json,
        "input": plain_json,
        "metadata": plain_json | st.dictionaries(st.just("nbgrader"), st.dictionaries(st.just("grade_id"), plain_json)),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=60))
def test_any_bytes_give_cells_or_a_sentence(raw):
    submission = read(raw, NAME)
    assert submission.cells or any(NAME in problem for problem in submission.problems)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["cells", "worksheets", "metadata", "nbformat"]), plain_json | st.lists(strange_cells, max_size=4)
    )
)
def test_any_json_gives_cells_of_the_right_types(plain):
    for cell in read(json.dumps(plain).encode(), NAME).cells:
        assert cell.kind in ("code", "markdown", "raw")
        assert isinstance(cell.source, str)
        assert cell.grade_id is None or isinstance(cell.grade_id, str)


@pytest.mark.parametrize("kept", ["marks", "no marks"])
@pytest.mark.parametrize("copied", ["text", "cells"])
def test_a_homework_is_taken_for_the_homework_though_it_holds_part_1s_functions(kept, copied):
    homework, part1 = (release_notebook(ROOT / "release" / name).cells for name in ("part1_homework", "part1"))
    answers = [cell for cell in part1 if cell.cell_type == "code" and "YOUR CODE HERE" in cell.source]
    wanted = [cell for cell in answers if "class VGG" not in cell.source]  # nothing of Grad-CAM's is asked for
    plain = [CODE | {"source": "\n\n".join(cell.source for cell in wanted)}]
    cells = [*(dict(cell) for cell in homework), *(plain if copied == "text" else (dict(cell) for cell in wanted))]
    if kept == "no marks":
        cells = [cell | {"metadata": {}} for cell in cells]
    assert release_for(read(notebook(*cells))).name == "part1_homework"
    assert release_for(read(notebook(*answers))).name == "part1"
