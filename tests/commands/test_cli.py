"""The commands: what the user did wrong is one line that says how to go on; verdicts come without nbgrader, too."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from autograder import cli
from autograder.assignments import checks as checks_of
from autograder.assignments import rubric_folder
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands import demo

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "release" / "part1_homework"  # two tasks only: quick to run
TASKS = ("blurred_baseline", "max_distance_baseline")
RIGHT = Student("right")
WRONG = Student("wrong", {"max_distance_baseline": "wrong/nearer_end"})

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, at every new gradebook


@pytest.fixture(autouse=True)
def _same_path_afterwards(monkeypatch):
    monkeypatch.setenv("PATH", os.environ["PATH"])


@pytest.fixture
def course(tmp_path) -> Path:
    """A course directory with nothing in it but its configuration."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    return folder


@pytest.fixture
def handed_in(course) -> Path:
    """A course with one submission and a release."""
    folder = course / "submitted" / "right" / "part1_homework"
    hand_in(RIGHT, RELEASE, folder, 0)
    (course / "release").mkdir()
    (course / "release" / "part1_homework").symlink_to(RELEASE)
    return course


def notebook(student: Student, folder: Path) -> Path:
    hand_in(student, RELEASE, folder, 0)
    return next(folder.glob("*.ipynb"))


def refused(capsys, *arguments: object) -> str:
    """The one line that a command says before it ends with 2."""
    assert cli.main([str(argument) for argument in arguments]) == 2
    said = capsys.readouterr().err
    lines = [line for line in said.splitlines() if "grading part1" not in line]  # the progress bar
    assert len(lines) == 1, said
    assert lines[0].startswith("autograder: ")
    return lines[0]


# --- what the user did wrong ---------------------------------------------------------------------------------------


def test_a_directory_that_is_no_course(capsys, tmp_path):
    line = refused(capsys, "grade", "part1", "--course", tmp_path)
    assert str(tmp_path) in line
    assert "--course DIR" in line


def test_a_course_that_does_not_exist(capsys, tmp_path):
    assert "no course" in refused(capsys, "grade", "part1", "--course", tmp_path / "nowhere")


def test_an_assignment_that_does_not_exist(capsys, course):
    line = refused(capsys, "grade", "nothing_here", "--course", course)
    assert "nothing_here" in line
    assert "no submissions" in line


def test_a_submission_without_a_release(capsys, handed_in):
    shutil.rmtree(handed_in / "release")
    line = refused(capsys, "grade", "part1_homework", "--course", handed_in)
    assert "nbgrader generate_assignment part1_homework" in line


def test_a_student_who_has_handed_in_nothing(capsys, handed_in):
    """A slip of the pen must not become a student with no points."""
    line = refused(capsys, "grade", "part1_homework", "--course", handed_in, "--student", "rihgt")
    assert "rihgt" in line


def test_a_configuration_that_is_no_python(capsys, course):
    (course / "nbgrader_config.py").write_text("c = get_config(\n")
    assert "nbgrader_config.py" in refused(capsys, "grade", "part1", "--course", course)


def test_a_notebook_that_does_not_exist(capsys, tmp_path):
    assert "nowhere.ipynb" in refused(capsys, "check", tmp_path / "nowhere.ipynb")
    assert str(tmp_path) in refused(capsys, "check", tmp_path)


def test_a_release_that_is_none(capsys, tmp_path):
    file = notebook(RIGHT, tmp_path / "right")
    assert str(tmp_path) in refused(capsys, "check", file, "--release", tmp_path)


def test_a_release_that_the_gradebook_does_not_know(capsys, handed_in):
    """So it is in a fresh clone: release/ is in git, the gradebook is not."""
    status = cli.main(["grade", "part1_homework", "--course", str(handed_in)])
    said = capsys.readouterr()
    assert status in (1, 2)
    assert "generate_assignment part1_homework" in said.out + said.err, said.out + said.err
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["grade"], ["grade", "part1", "--jsn", "x"]])
def test_a_command_that_is_none_is_told_where_the_help_is(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--help`" in said


def test_stopping_it_by_hand_says_what_is_left(capsys, monkeypatch):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "run", stopped)
    assert cli.main(["demo"]) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_the_installed_command_ends_as_main_does(tmp_path):
    command = [Path(sys.executable).parent / "autograder", "grade", "part1", "--course", tmp_path]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("autograder: ")
    assert "Traceback" not in ended.stderr


# --- verdicts without nbgrader ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_check_prints_the_verdicts(capsys, tmp_path):
    assert cli.main(["check", str(notebook(WRONG, tmp_path / "wrong"))]) == 0
    said = capsys.readouterr().out
    assert "blurred_baseline: " in said
    for task in TASKS:
        for check in checks_of(task):
            assert " ".join(check.__doc__.split()) in said
    assert "✓" in said
    assert "✗" in said


@pytest.mark.slow
def test_check_says_what_is_wrong_with_a_file(capsys, tmp_path):
    file = tmp_path / "empty.ipynb"
    file.write_bytes(b"")
    assert cli.main(["check", str(file), "--release", str(RELEASE)]) == 0
    said = capsys.readouterr().out
    assert "blurred_baseline: 0 of" in said
    assert "empty.ipynb is empty" in said


def rubric(folder: Path, *arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pytest", rubric_folder(), "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(("student", "status"), [(RIGHT, 0), (WRONG, 1)], ids=["right", "wrong"])
def test_the_rubric_judges_one_notebook_as_pytest_does(student, status, tmp_path):
    file = notebook(student, tmp_path / student.name)
    ended = rubric(tmp_path, "--submission", file, "--junitxml", tmp_path / "junit.xml")
    assert ended.returncode == status, ended.stdout[-2000:] + ended.stderr[-2000:]
    cases = ET.parse(tmp_path / "junit.xml").getroot().findall(".//testcase")
    assert [case.get("name") for case in cases] == [check.__name__ for task in TASKS for check in checks_of(task)]
    failed = {case.get("name") for case in cases if case.find("failure") is not None}
    assert bool(failed) is bool(status)
    assert not [case for case in cases if case.find("error") is not None or case.find("skipped") is not None]


def test_the_rubric_without_a_notebook_says_how_to_name_one(tmp_path):
    ended = rubric(tmp_path)
    assert ended.returncode == 4
    assert "--submission FILE.ipynb" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr + ended.stdout
