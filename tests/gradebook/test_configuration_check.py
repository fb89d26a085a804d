"""A slip in nbgrader_config.py is found before anybody is graded, and said in one line with what would be right."""

import shutil
from pathlib import Path

import pytest

from autograder import cli
from autograder.gradebook.nbgrader_course import Course
from autograder.workers import pool

ROOT = Path(__file__).resolve().parents[2]
SLIPS = {  # a line of a configuration: what is said
    "c.ExecuteAndJudge.cell_second = 60": "c.ExecuteAndJudge.cell_second does not exist; did you mean cell_seconds?",
    "c.ExecuteAndJudge.cell_seconds = 'sixty'": "c.ExecuteAndJudge.cell_seconds = 'sixty': it must be a float from 0.1 on (",
    "c.ExecuteAndJudge.notebook_seconds = -1": "= -1: it must be a float from 0.1 on",
    "c.ExecuteAndJudge.cell_seconds = float('nan')": "= nan: it must be a float",
    "c.ExecuteAndJudge.workers = -2": "it must be an int from 0 on",
    "c.ExecuteAndJudge.workers = 'two'": "it must be an int from 0 on",
    "c.ExecuteAndJudge.device = 'gpu'": "it must be any of ['cpu', 'cuda']",
    "c.ExecuteAndJudge.unsafe = 'no'": "it must be a boolean",
    "c.ExecuteAndJudg.cell_seconds = 60": "c.ExecuteAndJudg sets nothing; did you mean c.ExecuteAndJudge?",
    "c.SafeExtractor.file_bytes = 'big'": "it must be an int",
    "c.CourseDirectory.db_ulr = 'sqlite:///x'": "did you mean db_url?",
    "c.CourseDirectory.course_id = 5": "it must be a unicode string",
    "c.Canvas.column = {}": "did you mean columns?",
    "c.Canvas.columns = 3": "it must be a dict",
    "c.Exchange.rot = '/srv'": "did you mean root?",
}
RIGHT = [
    "c.ExecuteAndJudge.cell_seconds = 60",
    "c.ExecuteAndJudge.workers = None",
    "c.ExecuteAndJudge.device = 'cuda'",
    "c.Exchange.root = '/srv/exchange'",
    "c.ExchangeCollect.check_owner = False",
    "c.Execute.timeout = 30",
    "c.Validator.ignore_checksums = True",
    "c.ClearSolutions.code_stub = {'python': '# YOUR CODE HERE'}",
    "c.Autograde.autograde_preprocessors.append('somebody.s.own.Step')",
    "c.JupyterHub.port = 8000",  # of another program that reads the same file
    "c.CourseDirectory.db_url = 'postgresql://teacher@server/gradebook'",
]


def course_with(line: str, folder: Path) -> Path:
    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(f"{text}{line}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_refused(line, tmp_path):
    with pytest.raises(ValueError, match=r"nbgrader_config\.py: c\.") as refusal:
        Course(course_with(line, tmp_path))
    assert SLIPS[line] in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("line", RIGHT)
def test_what_can_be_set_is_taken(line, tmp_path):
    Course(course_with(line, tmp_path))


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "toy_course"], ids=["this", "toy"])
def test_the_courses_own_configurations_are_taken(folder, tmp_path):
    shutil.copyfile(folder / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    Course(tmp_path)


@pytest.mark.parametrize("command", ["grade", "diff"])
def test_nobody_is_graded_by_a_configuration_with_a_slip(command, tmp_path, monkeypatch, capsys):
    """The folders say nothing against it; no worker is asked."""
    monkeypatch.setattr(pool, "graded_submissions", lambda *_: pytest.fail("a worker was asked"))
    course_with("c.ExecuteAndJudge.cell_second = 60", tmp_path)
    for folder in ("submitted/ada/part1", "release/part1"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "gradebook.db").touch()
    monkeypatch.setattr("autograder.gradebook.course_folders.knows", lambda *_: True)
    assert cli.main([command, "part1", "--course", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "did you mean cell_seconds?" in said
