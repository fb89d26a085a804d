"""A gradebook that cannot be used is refused in one line before anything is loaded or written, and it is left as it was."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder import cli
from autograder.gradebook import gradebook_file, nbgrader_course
from autograder.gradebook.gradebook_file import DAMAGED, LOCKED, NEWER, OLDER, READ_ONLY, fault_of, refuse_unusable, revisions
from tests.gradebook.homework_class import HOMEWORK

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning")
HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute(sys.argv[2])
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    Gradebook(f"sqlite:///{path}", "course").close()
    return path.read_bytes()


@pytest.fixture
def gradebook(made, tmp_path) -> Path:
    """A gradebook as this nbgrader makes it."""
    (tmp_path / "gradebook.db").write_bytes(made)
    return tmp_path / "gradebook.db"


@pytest.fixture
def holder():
    """Starts a program that holds a gradebook by a statement, until the test ends."""
    running = []

    def hold(path: Path, statement: str) -> None:
        running.append(subprocess.Popen([sys.executable, "-c", HOLD, path, statement], stdout=subprocess.PIPE, text=True))
        assert running[-1].stdout.readline() == "held\n"

    yield hold
    for process in running:
        process.kill()
        process.communicate()


def asked(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_gradebook_is_taken_and_not_touched(gradebook, made):
    assert [fault_of(gradebook, writing) for writing in (True, False)] == ["", ""]
    assert gradebook.read_bytes() == made


def test_none_and_an_empty_one_are_another_matter(tmp_path):
    assert fault_of(tmp_path / "gradebook.db", True) == ""
    (tmp_path / "gradebook.db").touch()
    assert fault_of(tmp_path / "gradebook.db", True) == ""


@pytest.mark.parametrize(("statement", "reading"), [("BEGIN EXCLUSIVE", LOCKED), ("BEGIN IMMEDIATE", "")])
def test_one_that_another_program_holds(statement, reading, gradebook, holder, monkeypatch):
    monkeypatch.setattr(gradebook_file, "PATIENCE", 0.2)
    holder(gradebook, statement)
    assert fault_of(gradebook, writing=True) == LOCKED
    assert fault_of(gradebook, writing=False) == reading


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"no gradebook at all" * 100,
        lambda content: content[: len(content) // 2],
        lambda content: content[:4096] + b"\xff" * 8192 + content[12288:],
        lambda content: b"\0" * 100 + content[100:],
    ],
    ids=["text", "half", "overwritten", "no_header"],
)
def test_a_damaged_one(damage, gradebook, made):
    gradebook.write_bytes(damage(made))
    before = gradebook.read_bytes()
    assert fault_of(gradebook, True) == DAMAGED
    assert gradebook.read_bytes() == before


def test_one_of_another_nbgrader(gradebook):
    (head,) = gradebook_file.heads(revisions())
    for older in set(revisions()) - {head}:
        asked(gradebook, f"UPDATE alembic_version SET version_num = '{older}'")
        assert fault_of(gradebook, True) == OLDER
    asked(gradebook, "UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert fault_of(gradebook, True) == NEWER


def test_the_newest_revision_is_the_one_that_nbgrader_notes(gradebook):
    with closing(sqlite3.connect(gradebook)) as connection:
        assert {noted for (noted,) in connection.execute("SELECT version_num FROM alembic_version")} == gradebook_file.heads(
            revisions()
        )


@pytest.mark.parametrize(("said", "ours"), [("attempt to write a readonly database", READ_ONLY), ("database is locked", LOCKED)])
def test_what_the_database_says_later_has_the_same_words(said, ours):
    assert gradebook_file.spoken_of(sqlite3.OperationalError(said)) == f"the gradebook: {ours}"
    assert gradebook_file.spoken_of(sqlite3.OperationalError("x\ny")) == "the gradebook: the database says: x"


def test_the_line_names_the_file(gradebook):
    gradebook.write_bytes(b"no gradebook at all" * 100)
    with pytest.raises(ValueError, match=r"gradebook\.db: it is damaged"):
        refuse_unusable(gradebook)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["grade", "diff", "comments export", "report"])
def test_no_command_meets_a_traceback(command, course, holder, capsys):
    """A class that is graded, while a database browser holds its gradebook."""
    file = course.root / "gradebook.db"
    before = file.read_bytes()
    holder(file, "BEGIN EXCLUSIVE")
    began = time.monotonic()
    status = cli.main([*command.split(), HOMEWORK, "--course", str(course.root)])
    said = capsys.readouterr()
    assert LOCKED in said.err
    assert "Traceback" not in said.err
    assert status == (0 if command == "report" else 2)  # a report goes on without what the gradebook would add
    assert time.monotonic() - began < 15
    assert file.read_bytes() == before


def test_a_new_gradebook_gets_the_revision_that_alembic_names():
    assert nbgrader_course.newest_revision() == nbgrader_course.asked_of_alembic()
