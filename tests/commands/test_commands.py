"""The command line itself: helps and refusals come at once, and what was renamed is still understood, with one warning."""

import argparse
import ast
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from autograder import cli
from autograder.assignments import assignments
from autograder.commands import audit, build, check, demo, export, grade, old_commands, options
from autograder.gradebook.course_folders import chosen, configuration, may_set, refuse_early

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "torch",
    "nbgrader",
    "nbformat",
    "pandas",
    "distributed",
    "matplotlib",
    "numpy",
    "sqlalchemy",
    "jupyter_client",
    "pytest",
)
FILES = {
    "some.zip": b"PK\x03\x04",
    "some.pdf": b"%PDF-1.7",
    "some.html": b"\n<!doctype html>",
    "some.py": b"print(1)\n",
    "empty.ipynb": b"",
    "note.ipynb": b'{"cells": []}',
}
RUN = f"""
import sys
from autograder.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as end:
    status = end.code
print("STATUS", status, [name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.fixture
def course(tmp_path) -> Path:
    """A course with one submission and one release, of files that nobody reads; the gradebook is empty."""
    for folder in ("submitted/ada/part1", "submitted/bob/part2", "release/part1", "source/part3", "reports/part1"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    (tmp_path / "gradebook.db").touch()
    (tmp_path / "reports" / "part1" / "results.json").write_text("no results")
    (tmp_path / "some.ipynb").write_text("{}")
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def ran(words: list[str], folder: Path, **environment: str) -> tuple[str, list[str], str]:
    """A command line in a process of its own: its status, the heavy modules that it loaded, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    *said, last = done.stdout.splitlines()
    _, status, loaded = last.split(" ", 2)
    return status, ast.literal_eval(loaded), "\n".join([*said, done.stderr])


# --- at once -------------------------------------------------------------------------------------------------------


HELPS = [[], *([name] for name in cli.COMMANDS), *(["audit", kind] for kind in ("separation", "tolerances", "samples"))]


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_every_help_comes_at_once(words, tmp_path):
    status, loaded, said = ran([*words, "--help"], tmp_path)
    assert (status, loaded) == ("0", [])
    assert f"usage: {' '.join(['autograder', *words])}" in said


REFUSALS = {  # command line in the course: a part of what is said
    "grade": "the following arguments are required: ASSIGNMENT",
    "grade part1 --jsn x": "unrecognized arguments: --jsn x; did you mean --json?; see `autograder grade --help`",
    "nothing": "invalid choice",
    "gardo": "did you mean grade?",
    "audit nothing": "invalid choice",
    "audit sample": "did you mean samples?",
    "audit tolerances --python nowhere": "nowhere is no program",
    "grade part1 --workers -1": "no whole number",
    "grade part1 --memory much": "no size",
    "grade part1 --time-limit soon": "no number of minutes",
    "grade part1 --device tpu": "invalid choice",
    "grade part1 --nice much": "'much' is no number from 0 to 19",
    "grade part1 --nice 20": "no number from 0 to 19",
    "grade part1 --scheduler there": "write one as tcp://server:8786",
    "grade part1 --json reports": "reports is a directory; name a file",
    "grade part1 --log-file nowhere/at/all": "No such file or directory: nowhere/at/all",
    "report part1 --output some.ipynb/page.html": "cannot be written",
    "doctor --scheduler there": "write one as tcp://server:8786",
    "grade prat1": "there is no assignment called prat1; there are part1",
    "collect prat1 some.ipynb": "there is no assignment called prat1; there are part1",
    "comments export prat1": "there is no assignment called prat1; there are part1",
    "comments import part1 nowhere.csv": "write one with `autograder comments export part1`",
    "comments bank prat1": "there is no assignment called prat1",
    "grade part3": "no submissions in",
    "grade part1 --course nowhere": "no course",
    "grade part1 --student adda": "adda has submitted nothing for part1; there are ada",
    "grade part2": "part2 has no release",
    "diff prat1": "there is no assignment called prat1; there are part1",
    "diff part2": "part2 has no release",
    "diff part1 --course nowhere": "no course",
    "report prat1": "there is no assignment called prat1; there are part1",
    "report part3": "run `autograder grade part3` first",
    "report part1": "is no results file",
    "check nowhere.ipynb": "no notebook nowhere.ipynb",
    "check some.ipynb --release nowhere": "no notebook in nowhere",
    "check some.ipynb": "some.ipynb is JSON without cells, not a notebook",
    "check some.zip": "some.zip is an archive, not a notebook; sort it with `autograder collect",
    "check some.pdf": "some.pdf is a PDF, not a notebook; ask for the .ipynb file",
    "check some.html": "some.html is a web page",
    "check some.py": "some.py is a file of another kind, not a notebook; name the .ipynb file",
    "check empty.ipynb": "empty.ipynb is an empty file",
    "check submitted": "it is a directory; name the .ipynb file in it",
    "export gradescope prat1": "there is no assignment called prat1; there are part1",
    "export moodle": "invalid choice",
    "solutions prat1": "there is no assignment called prat1; there are part1, part1_homework",
    "audit separation salience": "there is no task called salience",
    "lint salience": "there is no task called salience; the tasks are pre_processing",
    "validity --python x": "unrecognized arguments",
}


@pytest.mark.parametrize("line", REFUSALS)
def test_every_refusal_comes_at_once(line, course):
    status, loaded, said = ran(line.split(), course)
    assert (status, loaded) == ("2", []), said
    assert REFUSALS[line] in said
    assert len([one for one in said.splitlines() if one and "is called" not in one]) == 1


def test_a_configuration_that_is_no_python_is_refused_at_once(course):
    (course / "nbgrader_config.py").write_text("c = get_config(\n")
    status, loaded, said = ran(["grade", "part1"], course)
    assert (status, loaded) == ("2", [])
    assert "nbgrader_config.py does not run: SyntaxError" in said


def test_a_fresh_clone_without_a_gradebook_is_refused_at_once(course):
    (course / "gradebook.db").unlink()
    status, loaded, said = ran(["grade", "part1"], course)
    assert (status, loaded) == ("2", [])
    assert "nbgrader generate_assignment part1 --force" in said


@pytest.mark.parametrize("words", [["demo"], ["check", "note.ipynb"]], ids=" ".join)
def test_a_machine_without_a_sandbox_is_refused_before_torch_is_loaded(words, course):
    status, loaded, said = ran(words, course, PATH=str(course))  # no bwrap there
    assert status == "2", said
    assert not {"torch", "nbgrader", "pandas", "distributed"} & set(loaded)
    assert "--no-sandbox" in said


def test_a_gradebook_that_does_not_know_the_assignment_is_asked_at_once(course):
    """By sqlite alone; a gradebook that cannot be asked so is nbgrader's to ask."""
    file = course / "gradebook.db"
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("CREATE TABLE assignment (name TEXT)")
        made.execute("INSERT INTO assignment VALUES ('part2')")
    with pytest.raises(FileNotFoundError, match="does not know part1; run `nbgrader generate_assignment part1 --force`"):
        refuse_early(course, "part1")
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("INSERT INTO assignment VALUES ('part1')")
    refuse_early(course, "part1")
    file.write_bytes(b"")
    refuse_early(course, "part1")


def test_the_results_tables_need_nothing_heavy(tmp_path):
    code = "import sys, autograder.reports.results, autograder.course_toml, autograder.layout, autograder.reports.gradescope\n"
    code += f"print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr


# --- what folders tell ---------------------------------------------------------------------------------------------


def test_a_course_whose_folders_say_nothing_against_it_goes_on(course):
    assert refuse_early(course, "part1", "ada") is None


@pytest.mark.parametrize(
    "line",
    [
        "c.CourseDirectory.release_directory = 'published'",
        "c['CourseDirectory']['release_directory'] = 'published'",
        "load_subconfig('shared.py')",
        "shared = __import__('shared'); shared.configure(c)",
        "c.merge({})",
    ],
)
def test_what_the_configuration_may_have_moved_is_left_to_nbgrader(line, course):
    with pytest.raises(FileNotFoundError, match="part2 has no release"):
        refuse_early(course, "part2")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(line + "\n")
    assert refuse_early(course, "part2") is None


def test_a_gradebook_elsewhere_is_not_missed_here(course):
    (course / "gradebook.db").unlink()
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.db_url = 'postgresql://teacher@server/gradebook'\n")
    assert refuse_early(course, "part1") is None


def test_a_word_in_a_comment_moves_nothing(course):
    assert "db_url" in (course / "nbgrader_config.py").read_text(encoding="utf-8")
    assert not may_set(configuration(course), "db_url")


def test_a_large_class_is_not_listed_whole(tmp_path):
    with pytest.raises(FileNotFoundError) as refusal:
        chosen([f"student{number:03}" for number in range(300)], tmp_path, "part1", "studnet299")
    assert str(refusal.value).endswith("and 295 more")
    assert "student299" in str(refusal.value)


def test_names_of_folders_cannot_write_to_the_terminal(course):
    (course / "submitted" / "ada\x1b[2J" / "part1").mkdir(parents=True)
    with pytest.raises(FileNotFoundError) as refusal:
        refuse_early(course, "part1", "nobody")
    assert "\x1b" not in str(refusal.value)


# --- old names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("--again", "--force", "force", True),
        ("--unsafe", "--no-sandbox", "no_sandbox", True),
        ("--minutes=3", "--time-limit=3", "time_limit", 3.0),
    ],
)
@pytest.mark.parametrize("command", ["grade", "diff"])
def test_an_old_flag_does_what_the_new_one_does_and_warns_in_one_line(command, old, new, field, value, capsys):
    parsed = vars(cli.arguments().parse_args([command, "part1", new]))
    assert capsys.readouterr().err == ""
    assert parsed[field] == value
    assert vars(cli.arguments().parse_args([command, "part1", old])) == parsed
    warned = capsys.readouterr().err
    assert warned.count("\n") == 1
    assert f"{old.partition('=')[0]} is called {new.partition('=')[0]} now" in warned


@pytest.mark.parametrize("words", [["check", "a.ipynb"], ["export", "gradescope"], ["demo"]], ids=" ".join)
def test_every_command_that_had_unsafe_has_it_still(words, capsys):
    parsed = vars(cli.arguments().parse_args([*words, "--unsafe"]))
    assert parsed == vars(cli.arguments().parse_args([*words, "--no-sandbox"]))
    assert capsys.readouterr().err.count("--no-sandbox") == 1


def test_old_flags_are_in_no_help(capsys):
    for name in cli.COMMANDS:
        with pytest.raises(SystemExit):
            cli.arguments().parse_args([name, "--help"])
    said = capsys.readouterr().out
    assert "--no-sandbox" in said
    assert [old for old in ("--unsafe", "--again", "--minutes") if old in said] == []


@pytest.mark.parametrize(
    ("old", "new"), [("separation", "separation"), ("parity", "tolerances"), ("validity", "samples")], ids=lambda name: name
)
def test_an_old_command_does_what_the_new_one_does_and_warns_in_one_line(old, new, capsys, monkeypatch):
    ran_with = []
    monkeypatch.setattr(audit, new, ran_with.append)
    assert cli.main([old]) == 0
    warned = capsys.readouterr().err
    assert cli.main(["audit", new]) == 0
    assert ran_with[0] == ran_with[1]
    assert warned.count("\n") == 1
    assert f"`autograder {old}` is called `autograder audit {new}` now" in warned


def test_train_pocket_still_runs_the_program_with_its_flags(capfd):
    assert cli.main(["train-pocket", "--help"]) == 0
    said = capfd.readouterr()
    assert "--processes" in said.out
    assert said.err.count("\n") == 1
    assert "make pocket-model" in said.err


def test_train_pocket_without_the_project_says_where_to_run_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(old_commands, "POCKET_MODEL", tmp_path / "gone.py")
    assert cli.main(["train-pocket"]) == 2
    assert "make pocket-model" in capsys.readouterr().err


# --- what is handed to the engine ----------------------------------------------------------------------------------


def parsed(*words: str) -> argparse.Namespace:
    return cli.arguments().parse_args(list(words))


def test_workers_are_asked_for_as_the_flags_say(course):
    asked = parsed("grade", "part1", "--course", str(course), "--workers", "3", "--memory", "500MB", "--time-limit", "2.5")
    pool = grade.pool_of(asked, grade.course_of(asked))
    assert (pool.workers, pool.memory, pool.minutes, pool.device, pool.nice) == (3, "500MB", 2.5, "cpu", 5)


def test_workers_are_the_configuration_s_where_no_flag_says_otherwise(course):
    """As for `nbgrader autograde`, which reads the same lines."""
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.ExecuteAndJudge.workers = 5\nc.ExecuteAndJudge.scheduler = 'tls://there:8786'\n")
    for flags, expected in (
        ([], (5, "tls://there:8786")),
        (["--workers", "0", "--scheduler", "tls://here:1"], (0, "tls://here:1")),
    ):
        asked = parsed("grade", "part1", "--course", str(course), *flags)
        pool = grade.pool_of(asked, grade.course_of(asked))
        assert (pool.workers, pool.scheduler) == expected


@pytest.mark.parametrize(("flags", "unsafe"), [([], False), (["--no-sandbox"], True)])
def test_no_sandbox_reaches_the_course(flags, unsafe, course):
    assert grade.course_of(parsed("grade", "part1", "--course", str(course), *flags)).unsafe is unsafe


@pytest.mark.parametrize("flags", [[], ["--no-sandbox"]])
def test_force_and_dry_run_reach_the_grading(flags, course, monkeypatch):
    from autograder.gradebook import grading_run

    asked = []
    monkeypatch.setattr(grading_run, "grade", lambda *words, **named: asked.append(words) or grading_run.GradingRunResult())
    monkeypatch.chdir(course)
    grade.run(parsed("grade", "part1", "--force", "--dry-run", "--student", "ada", *flags))
    ((_, assignment, json_file, student, force, dry_run),) = asked
    assert (assignment, json_file, student, force, dry_run) == ("part1", None, "ada", True, True)


def test_the_demo_is_told_to_run_without_a_sandbox(monkeypatch):
    told = []
    monkeypatch.setattr(demo, "demonstrate", lambda where, classes, unsafe: told.append((list(classes), unsafe)) or 0)
    assert cli.main(["demo", "--no-sandbox"]) == 0
    assert told == [(list(assignments()), True)]


def test_the_zip_for_gradescope_is_told_to_run_without_a_sandbox(monkeypatch, tmp_path):
    from autograder.reports import gradescope

    told = []
    monkeypatch.setattr(gradescope, "write_zip", lambda *words: told.append(words))
    export.run(parsed("export", "gradescope", "part1", "--output", str(tmp_path / "a.zip"), "--no-sandbox"))
    assert told == [("part1", ROOT / "release" / "part1", tmp_path / "a.zip", True)]


def test_every_command_says_what_it_is_for():
    for module in (build, check, *cli.COMMANDS.values()):
        assert len(module.HELP.split()) > 4


@pytest.mark.parametrize("text", ["2GiB", "500 MB", "0", "0.5", "1.5gib", "4g", "2000000000"])
def test_sizes_that_dask_reads_are_taken(text):
    from dask.utils import parse_bytes

    assert options.size(text) == text
    assert parse_bytes(text) >= 0


def test_results_are_read_without_nbformat(tmp_path):
    """What a grader left in a notebook, read as plain JSON."""
    from autograder.reports import results

    path = tmp_path / "a.ipynb"
    ours = {"verdicts": [], "repairs": ["a cell was moved"], "notes": ["slow"]}
    path.write_text(json.dumps({"metadata": {"feature_attribution": ours}, "cells": []}))
    assert results.notes_in(path) == ["a cell was moved", "slow"]
    assert results.verdicts_in(path) == []
