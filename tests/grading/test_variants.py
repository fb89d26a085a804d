"""Whose variant of a task is asked: what the notebook says, what the grader knows, what the course's file says."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.gradebook.submitted import Submitted
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission, has_variants, hashes_of
from autograder.grading.variants import Chosen, Whose, chosen
from autograder.grading.variants_file import shared, variants_in
from autograder.notebooks.cells import KEY
from autograder.notebooks.parse import read
from autograder.notebooks.rebuild import rebuild
from autograder.notebooks.told_ids import told_in
from selfcheck.variants import NoId, normalised, number_for

ASKS = 'my_id = ""'


def marked(source: str, grade_id: str, points: float | None = None, said: dict | None = None, **roles: bool):
    """A cell with nbgrader's marks."""
    marks = {"grade_id": grade_id, "schema_version": 3, "task": False, "grade": False, "solution": False, "locked": True}
    marks |= roles | ({} if points is None else {"points": points})
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": marks} | ({KEY: said} if said else {}))


def release(variants: int = 5, *more) -> nbformat.NotebookNode:
    """A release with one task, which has variants, and a cell that asks for the student's id."""
    said = {"task": "f", "defines": "f", "needs": []} | ({"variants": variants} if variants else {})
    return new_notebook(
        cells=[
            marked("import numpy", "given_imports"),
            new_markdown_cell("Your id:", id="text-1"),
            new_code_cell(ASKS, id="own_my_id"),
            marked("x = points(my_id)", "given_points"),
            marked("raise NotImplementedError", "f", solution=True, locked=False),
            marked('check("f")', "test_f", 1, said, grade=True),
            *more,
        ]
    )


def submitted(*sources: str) -> nbformat.NotebookNode:
    """The rebuilt notebook of a student who has put these cells in place of the one that asks for the id."""
    notebook = release()
    notebook.cells[4].source = "def f(x):\n    return 1"
    notebook.cells[2:3] = [new_code_cell(source) for source in sources]
    return rebuild(release(), read(nbformat.writes(notebook).encode(), "n.ipynb")).notebook


# --- ids -------------------------------------------------------------------------------------------------------------


def test_an_id_counts_without_blanks_and_case():
    assert {normalised(text) for text in (" Ab12 ", "ab12", "AB12\n")} == {"ab12"}
    assert number_for(" Ada", 5) == number_for("ada", 5) == 3
    assert normalised(1234) == "1234"
    assert {normalised(strange) for strange in (None, "", " ", True, ["ada"], 1.5)} == {""}


def test_variants_are_spread_over_a_class():
    counts = [0] * 5
    for student in range(2000):
        counts[number_for(f"student{student}", 5) - 1] += 1
    assert min(counts) > 340


def test_without_an_id_there_is_no_variant():
    with pytest.raises(NoId, match="first write your id in the cell") as error:
        number_for("  ", 3)
    assert error.value._render_traceback_() == [str(error.value)], "in a notebook it is one line"


@pytest.mark.parametrize(
    ("sources", "student"),
    [
        (["my_id = 'ada'"], "ada"),
        (["my_id = 'ada'", "my_id = 'Ben'"], "ben"),
        (["my_id = 'ada'", 'my_id = ""'], "ada"),
        (["my_id = 4711  # my number"], "4711"),
        (["me = my_id = 'ada'\nprint(my_id)"], "ada"),
        (["my_id = ada"], ""),
        (["my_id = 'a' + 'da'"], ""),
        (["my_id = 'ada"], ""),
        (["def f():\n    my_id = 'ada'"], ""),
        (["# my_id = 'ada'"], ""),
        ([f"my_id = {'[' * 5000}"], ""),
    ],
)
def test_the_id_is_read_and_nothing_is_run(sources, student):
    assert told_in(sources).student == student


# --- the cell that asks for it ---------------------------------------------------------------------------------------


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_releases_empty_id_does_not_run_over_the_students():
    assert code_of(submitted('my_id = "ada"'))[:3] == ["import numpy", 'my_id = "ada"', "x = points(my_id)"]


def test_an_id_in_a_cell_of_ones_own_counts_where_it_stands():
    assert code_of(submitted(ASKS, 'my_id = "ada"'))[1:4] == [ASKS, 'my_id = "ada"', "x = points(my_id)"]
    twice = code_of(submitted('my_id = "zoe"', 'my_id = "ada"'))
    assert twice.index('my_id = "zoe"') < twice.index('my_id = "ada"') < twice.index("x = points(my_id)")
    assert ASKS not in twice


def test_an_id_that_nobody_has_written_stays_away():
    assert code_of(submitted(ASKS))[1:3] == [ASKS, "x = points(my_id)"]


# --- the choice ------------------------------------------------------------------------------------------------------


def test_a_notebook_without_variants_is_asked_nothing():
    assert chosen(release(variants=0), Whose("ada")) == Chosen()


def test_the_graders_student_counts():
    assert chosen(submitted('my_id = "Ada "'), Whose("ada")) == Chosen({"f": 3})
    other = chosen(submitted('my_id = "ada"'), Whose("ben"))
    assert other.variants == {"f": 5}
    assert other.waits == {"f": "the notebook names the id 'ada', and was submitted by 'ben', whose variant was asked"}
    assert other.notes[-1] == "Variants that were asked: f 5 of 5."


def test_a_doubt_waits_for_a_person():
    doubtful = chosen(submitted('my_id = "ada"'), Whose("ada", doubt="'ada' is not in roster.csv"))
    assert doubtful == Chosen(
        {"f": 3}, ["'ada' is not in roster.csv.", "Variants that were asked: f 3 of 5."], {"f": "'ada' is not in roster.csv"}
    )


def test_nobody_known_is_the_first_variant_and_waits():
    nobody = chosen(submitted(ASKS), Whose())
    assert nobody.variants == {"f": 1}
    assert "nobody knows whose notebook this is" in nobody.waits["f"]
    assert chosen(submitted(ASKS), Whose("ada")).waits == {}, "who has not written it has the grader's"


def test_a_door_that_knows_nobody_takes_the_notebooks_id_and_what_the_file_has_for_it():
    said = "Judged as submitted by 'ben', the id that the notebook names; variants: f {} of 5."
    assert chosen(submitted('my_id = "ben"'), Whose()) == Chosen({"f": 5}, [said.format(5)])
    own = chosen(submitted('my_id = "ben"\nmy_variant = {"f": 2}'), Whose())
    assert own == Chosen({"f": 2}, [said.format(2)])
    assert chosen(submitted('my_id = "ben"'), Whose(table={"ben": {"f": 4}})).variants == {"f": 4}


def test_the_courses_file_counts_before_the_id():
    table = {"ben": {"f": 2}}
    found = chosen(submitted('my_id = "ben"'), Whose("Ben", table))
    assert (found.variants, found.waits) == ({"f": 2}, {})
    assert found.notes == [
        "The notebook's own check asked variant 5 of f, and the course's file gives 2: tell my_variant = {\"f\": 2}."
    ]
    assert chosen(submitted('my_id = "ben"\nmy_variant = 2'), Whose("ben", table)) == Chosen({"f": 2})
    assert chosen(submitted('my_id = "ben"\nmy_variant = 1'), Whose("ben", table)).waits == {
        "f": "the notebook says variant 1 of f, and 'ben' has 2"
    }
    with pytest.raises(ValueError, match="gives ben variant 6 of f, which has 5"):
        chosen(submitted('my_id = "ben"'), Whose("ben", {"ben": {"f": 6}}))


# --- what a verdict rests on -----------------------------------------------------------------------------------------


def test_whose_it_is_counts_for_a_release_with_variants_alone():
    settings, plain, own = GradingSettings(), {"n": nbformat.writes(release(0))}, {"n": nbformat.writes(release())}
    assert (has_variants(plain), has_variants(own)) == (False, True)
    doubtful = Submission("ada", doubt="who?")
    assert hashes_of(Submission("ada"), plain, settings) == hashes_of(Submission("ben"), plain, settings)
    kinds = [Submission("ada"), Submission("ben"), doubtful, Submission("ada", variants={"ada": {"f": 2}})]
    assert len({hashes_of(one, own, settings).submission for one in kinds}) == 4


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    """A course's lesson, which tests one task."""
    lesson = tmp_path / "lessons" / "week1" / "week1.py"
    lesson.parent.mkdir(parents=True)
    lesson.write_text('# %% test="f"\n', encoding="utf-8")
    return tmp_path


def test_a_file_is_read(course):
    assert variants_in(course) == {}
    text = "\ufeffStudent, Task ,variant,why\n Ada ,f,2,asked for it\n,,,\nben,f,1\nben,f,1\n"
    (course / "variants.csv").write_text(text, encoding="utf-8")
    assert variants_in(course) == {"ada": {"f": 2}, "ben": {"f": 1}}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("ada,f,1\nada,f,2", "line 3: ada has two variants of f"),
        ("ada,g,1", "line 2: there is no task 'g'; there are f"),
        ("ada,f,0", "line 2: expected a student"),
        ("ada,f,", "line 2: expected a student"),
        (",f,1", "line 2: expected a student"),
    ],
)
def test_a_file_that_does_not_fit_says_where(lines, said, course):
    (course / "variants.csv").write_text(f"student,task,variant\n{lines}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        variants_in(course)


def test_one_variant_for_two_is_said_where_there_are_enough():
    table = {"ada": {"f": 1}, "ben": {"f": 1}, "cem": {"f": 2}}
    assert shared(table, {"f": 3}) == ["variants.csv: ada and ben have the same variant 1 of f, which has 3"]
    assert shared(table, {"f": 2}) == [], "three students cannot have two variants each of their own"


def test_of_a_release_without_variants_no_list_is_read(course):
    for name in ("variants.csv", "roster.csv", "groups.csv"):
        (course / name).write_text("no,table\nat,all\n", encoding="utf-8")
    plain = Submission("ada")
    assert Submitted(course, {"n": nbformat.writes(release(0))}).known(plain) is plain
    with pytest.raises(ValueError, match="roster"):
        Submitted(course, {"n": nbformat.writes(release())}).known(plain)
