"""The build is the same bytes every time, takes points from the rubric, and refuses a lesson that it cannot read."""

import errno
import filecmp
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.assignments import assignments, tasks_of
from autograder.assignments import checks as checks_of
from autograder.authoring import build
from autograder.authoring.build import (
    build_notebook,
    lesson_cells,
    with_points,
    write_release,
    write_source,
)
from autograder.authoring.exchange import BESIDE
from autograder.authoring.shipping import shipped_files
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import points_of, points_of_guides
from autograder.layout import VARIABLE
from tests.this_course import ROOT, TASKS

each_assignment = pytest.mark.parametrize("assignment", assignments())


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def assert_same_bytes(one: Path, other: Path) -> None:
    assert files(one) == files(other)
    _, unequal, unreadable = filecmp.cmpfiles(one, other, files(one), shallow=False)
    assert unequal + unreadable == []


def cells_of(*texts: str) -> list:
    """What the build makes of a lesson of these cells."""
    return list(lesson_cells(jupytext.reads("\n\n".join(texts), "py:percent"), Path("lesson.py")))


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """Writes the text of part1's lesson in a house of its own."""

    name = assignments()["part1"].name

    def write(*texts: str) -> None:
        path = tmp_path / "lessons" / "part1" / name
        path.parent.mkdir(parents=True)
        path.write_text("\n\n".join(texts), encoding="utf-8")

    (tmp_path / "lessons").mkdir()
    for shared in ("set_up.py", "course.toml"):
        shutil.copyfile(ROOT / "lessons" / shared, tmp_path / "lessons" / shared)
    for folder in ("autograder", "lab", "reference_solutions", "data"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return write


# --- the same every time -------------------------------------------------------------------------------------------


@each_assignment
def test_building_twice_gives_the_same_bytes(assignment, tmp_path):
    for name in ("once", "twice"):
        write_source(assignment, tmp_path / name)
    assert_same_bytes(tmp_path / "once", tmp_path / "twice")


def test_releasing_twice_gives_the_same_bytes(tmp_path):
    for name in ("once", "twice"):
        course = tmp_path / name
        write_source("part1_homework", course)
        shutil.copyfile(ROOT / "nbgrader_config.py", course / "nbgrader_config.py")
        write_release("part1_homework", Course(course, f"sqlite:///{tmp_path / name}.db"))
    assert_same_bytes(tmp_path / "once" / "release", tmp_path / "twice" / "release")
    assert files(tmp_path / "once" / "release") == files(tmp_path / "once" / "source")


def test_building_again_takes_away_what_is_no_longer_made(tmp_path):
    left_over = tmp_path / "source" / "part1" / "lab" / "gone.py"
    left_over.parent.mkdir(parents=True)
    left_over.touch()
    write_source("part1", tmp_path)
    assert not left_over.exists()


def test_what_is_held_back_is_not_shipped():
    for assignment in assignments():
        rooms = {path.relative_to(ROOT).parts[:2] for path in shipped_files(assignment).values()}
        assert {parts[0] for parts in rooms} == {"lab", "selfcheck", "data"}
        assert ("data", "held_out") not in rooms


def test_an_assignment_ships_its_own_tasks_and_no_other_s():
    for assignment in assignments():
        names = shipped_files(assignment)
        tasks = {Path(name).stem for name in names if name.startswith("lab/tasks/")} - {"__init__"}
        assert tasks == set(tasks_of(assignment)), "none of this course's tasks calls one of another assignment"
        assert [name for name in names if "fingerprints/" in name] == [f"data/public/fingerprints/{assignment}.json"]
        assert f"release/{assignment}" and {
            path.name for path in (ROOT / "release" / assignment / "lab" / "tasks").glob("*.py")
        } == {
            "__init__.py",
            *(f"{task}.py" for task in tasks),
        }


# --- what was there ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Path:
    """A course that is built elsewhere, with data of its own; the fingerprints are those that there are."""
    root = tmp_path_factory.mktemp("once") / "course"
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "fingerprints_since", there_are)
        assert build.build(root, quick=True) == []
    return root


def there_are(assignment: str, before: object = None) -> str:
    return (ROOT / build.FINGERPRINTS / f"{assignment}.json").read_text(encoding="utf-8")


@pytest.fixture
def built(built_once, tmp_path, monkeypatch) -> Path:
    """A copy, in which each file of source/ and release/ has been touched, so that a new build is seen; fingerprints are new."""
    root = tmp_path / "course"
    shutil.copytree(built_once, root)
    for path in [
        *root.glob("source/*/*.ipynb"),
        *root.glob("release/*/selfcheck/check.py"),
        *(root / build.FINGERPRINTS).iterdir(),
    ]:
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(build, "fingerprints_since", there_are)
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in files(root)}


def test_a_course_elsewhere_is_complete_by_itself(built_once):
    for assignment in assignments():
        assert_same_bytes(built_once / "release" / assignment, ROOT / "release" / assignment)
        assert_same_bytes(built_once / "source" / assignment, ROOT / "source" / assignment)
    assert [path for path in built_once.rglob("*") if path.is_symlink()] == []


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("manifest", 1),
        ("build_notebook", 1),
        ("build_notebook", 2),
        ("write_shipped", 2),
        ("write_release", 2),
        ("link_shipped", 2),
    ],
)
def test_a_build_that_fails_leaves_all_as_it_was(step, number, built, monkeypatch):
    """At the first assignment or when the first is whole; the disk is full, say."""
    before, calls, real = contents(built), [], getattr(build, step)

    def failing(*arguments):
        calls.append(arguments)
        if len(calls) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    monkeypatch.setattr(build, step, failing)
    if step == "link_shipped":
        monkeypatch.setattr(Path, "samefile", lambda self, other: True)
    with pytest.raises(OSError, match="No space left"):
        build.build(built, quick=True)
    assert contents(built) == before


def test_a_build_that_is_killed_leaves_all_as_it_was(built):
    code = (
        "import os, signal, sys; from pathlib import Path; from autograder.authoring import build;"
        "build.fingerprints_since = lambda assignment, before: '{}'; real, calls = build.write_release, [];\n"
        "def dying(*arguments):\n"
        "    real(*arguments); calls.append(1)\n"
        "    len(calls) == 2 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "build.write_release = dying; build.build(Path(sys.argv[1]), quick=True)"
    )
    before = contents(built)
    done = subprocess.run([sys.executable, "-c", code, str(built)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    left = contents(built)
    assert {name: left[name] for name in left if not name.startswith(BESIDE.as_posix())} == before
    build.build(built, quick=True)
    assert files(built) == before.keys()
    for assignment in assignments():
        assert contents(built)[f"{build.FINGERPRINTS}/{assignment}.json"] == there_are(assignment).encode()


def test_a_new_file_of_data_ships_with_an_entry_and_a_line_that_asks_for_the_rest(built, monkeypatch):
    (built / "data" / "held_out" / "new.png").write_bytes(b"new")
    (note,) = build.build(built, quick=True)
    assert "held_out/new.png needs its source, licence, made_by" in note
    assert hashlib.sha256(b"new").hexdigest() in (built / "data" / "manifest.toml").read_text(encoding="utf-8")


# --- points --------------------------------------------------------------------------------------------------------


@each_assignment
def test_points_in_the_metadata_are_the_rubrics_sums(assignment):
    for cell in build_notebook(assignment).cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            task = marks["grade_id"].removeprefix("test_")
            expected = sum(map(points_of, checks_of(task))) if task in TASKS else points_of_guides()[task]
            assert marks["points"] == expected, task
        else:
            assert "points" not in marks


def test_every_task_is_graded_once():
    graded = [
        cell.metadata.nbgrader.grade_id.removeprefix("test_")
        for assignment in assignments()
        for cell in build_notebook(assignment).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert sorted(graded) == sorted([*TASKS, *points_of_guides()])


def test_whole_points_are_whole_numbers():
    (cell,) = cells_of('# %% test="saliency_map"')
    assert repr(cell.metadata.nbgrader.points) == "2"


def test_points_are_filled_into_the_text():
    assert with_points("worth {points:vgg_hook} points, {not:this}") == "worth 6 points, {not:this}"
    (cell,) = cells_of("# %% [markdown]\n# {points:predict} points")
    assert cell.source == "3 points"


def test_points_of_a_task_that_there_is_not_are_refused():
    with pytest.raises(KeyError, match="no_such_task"):
        with_points("{points:no_such_task}")


@each_assignment
def test_the_notebook_is_valid_and_has_no_outputs(assignment):
    notebook = build_notebook(assignment)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)


def test_every_solution_is_between_its_marks():
    """Else nbgrader would release it."""
    for assignment in assignments():
        for cell in build_notebook(assignment).cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                assert cell.source.count("### BEGIN SOLUTION") == cell.source.count("### END SOLUTION") >= 1, cell.id


# --- lessons that cannot be read -----------------------------------------------------------------------------------


def test_a_code_cell_without_a_role_is_refused():
    with pytest.raises(ValueError, match=r"lesson\.py: cell 1 needs one role of given, solution, .*it begins 'y = 2'"):
        cells_of('# %% given="one"\nx = 1', "# %%\ny = 2")


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match=r"lesson\.py: cell 0 .*given, solution, test, written, figure"):
        cells_of('# %% homework="one"\nx = 1')


def test_an_unknown_role_of_a_text_is_refused():
    """A misspelt `written` must not become plain text: its marks would be lost without a word."""
    with pytest.raises(ValueError, match=r"lesson\.py: cell 0 .*writen"):
        cells_of('# %% [markdown] writen="saturation"')


def test_two_roles_of_a_cell_are_refused():
    with pytest.raises(ValueError, match=r"lesson\.py: cell 0 needs one role"):
        cells_of('# %% given="one" test="predict"\nx = 1')


def test_two_cells_of_one_name_are_refused(lesson):
    lesson('# %% given="one"\nx = 1', '# %% given="one"\nx = 2', '# %% given="other"\nx = 3')
    with pytest.raises(ValueError, match=r"feature_attribution\.py: two cells are called given_one; give each its own name"):
        build_notebook("part1")


def test_a_solution_that_is_not_there_is_refused(lesson):
    lesson('# %% solution="no_such_task"')
    with pytest.raises(FileNotFoundError, match="no_such_task"):
        build_notebook("part1")


def test_a_release_that_nbgrader_refuses_ends_with_its_log(tmp_path):
    shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    with pytest.raises(RuntimeError, match=r"(?s)nbgrader could not make .*part1.*\n.+"):
        write_release("part1", Course(tmp_path, f"sqlite:///{tmp_path}/gradebook.db"))
