"""A backup holds all that a course has gathered, and puts it back: into an empty directory, or beside what is there."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
import sqlalchemy
from nbgrader.api import Gradebook

from autograder.gradebook.backup import CONTENTS, backup, copy_tables
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.restore import restore

pytestmark = pytest.mark.filterwarnings(
    "ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A course with a mark, a submission, what nbgrader made of it, a report and a roster."""
    root = tmp_path_factory.mktemp("template") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'c1'\n")
    with Gradebook(f"sqlite:///{root}/gradebook.db", "c1") as gradebook:
        gradebook.add_assignment("ps1")
        gradebook.add_notebook("p", "ps1")
        gradebook.add_grade_cell("test_f", "p", "ps1", max_score=4, cell_type="code")
        gradebook.add_student("ada", first_name="Ada")
        gradebook.add_submission("ps1", "ada")
        gradebook.find_grade("test_f", "p", "ps1", "ada").manual_score = 2.5
        gradebook.db.commit()
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "source/ps1/lab").mkdir(parents=True)
    (root / "autograded/ada/ps1/lab").symlink_to("../../../source/ps1/lab")
    (root / "submitted/ben/ps1").mkdir(parents=True)  # an empty folder is what an unreadable submission leaves
    return root


FILES = {
    "submitted/ada/ps1/p.ipynb": "{}",
    "submitted/ada/ps1/Übung mit Raum.txt": "ü",
    "autograded/ada/ps1/p.ipynb": "{}",
    "feedback/ada/ps1/p.html": "<p>",
    "reports/ps1/results.json": "[]",
    "roster.csv": "id\nada\n",
    "extensions.csv": "student,assignment,until,reason\n",
    "groups.csv": "group,student\n",
}


@pytest.fixture
def course(template, tmp_path) -> Course:
    shutil.copytree(template, tmp_path / "course", symlinks=True)
    return Course(tmp_path / "course")


def kept(root: Path) -> dict[str, str]:
    """Every file and link that a backup should hold: its name and what it says."""
    paths = [path for path in root.rglob("*") if path.relative_to(root).parts[0] not in ("source", "nbgrader_config.py")]
    return {
        str(path.relative_to(root)): f"-> {os.readlink(path)}" if path.is_symlink() else path.read_text(encoding="utf-8")
        for path in paths
        if (path.is_file() or path.is_symlink()) and path.name != "gradebook.db"
    }


def score(root: Path) -> float:
    with Gradebook(f"sqlite:///{root}/gradebook.db", "c1") as gradebook:
        return gradebook.find_submission("ps1", "ada").score


def test_everything_comes_back_in_an_empty_directory(course, tmp_path):
    assert backup(course, tmp_path / "b.tar.gz") == []
    done = restore(tmp_path / "b.tar.gz", tmp_path / "empty")
    assert done.kept is None
    assert kept(tmp_path / "empty") == kept(course.root)
    assert set(FILES) <= set(kept(tmp_path / "empty"))
    assert (tmp_path / "empty/submitted/ben/ps1").is_dir()
    assert score(tmp_path / "empty") == 2.5
    assert sorted(path.name for path in (tmp_path / "empty").iterdir() if path.name.startswith(".")) == []


def test_times_of_files_stay(course, tmp_path):
    path = "submitted/ada/ps1/p.ipynb"
    os.utime(course.root / path, (1e9, 1e9))
    backup(course, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "empty")
    assert (tmp_path / "empty" / path).stat().st_mtime == 1e9


def test_a_restore_overwrites_nothing_and_keeps_what_was_there(course, tmp_path):
    backup(course, tmp_path / "b.tar.gz")
    (course.root / "submitted/ada/ps1/p.ipynb").write_text("later")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "c1") as gradebook:
        gradebook.find_grade("test_f", "p", "ps1", "ada").manual_score = 4
        gradebook.db.commit()
    before = kept(course.root)
    with pytest.raises(FileExistsError, match="--replace"):
        restore(tmp_path / "b.tar.gz", course.root)
    assert kept(course.root) == before and score(course.root) == 4
    done = restore(tmp_path / "b.tar.gz", course.root, replace=True)
    assert (course.root / "submitted/ada/ps1/p.ipynb").read_text() == "{}" and score(course.root) == 2.5
    assert done.kept and kept(done.kept) == before and score(done.kept) == 4


def test_what_the_backup_lacks_does_not_stay_from_before(course, tmp_path):
    """Else yesterday's marks would stand beside today's extensions."""
    (course.root / "extensions.csv").unlink()
    backup(course, tmp_path / "b.tar.gz")
    (course.root / "extensions.csv").write_text("later")
    done = restore(tmp_path / "b.tar.gz", course.root, replace=True)
    assert not (course.root / "extensions.csv").exists() and (done.kept / "extensions.csv").read_text() == "later"


def test_an_error_midway_leaves_all_where_it_was(course, tmp_path, monkeypatch):
    backup(course, tmp_path / "b.tar.gz")
    before = kept(course.root)
    whole, count = shutil.move, iter(range(100))

    def breaks(start, end):
        if next(count) == 9:
            raise OSError(28, "No space left on device")
        return whole(start, end)

    monkeypatch.setattr("autograder.gradebook.restore.shutil.move", breaks)
    with pytest.raises(OSError, match="No space"):
        restore(tmp_path / "b.tar.gz", course.root, replace=True)
    assert kept(course.root) == before and score(course.root) == 2.5


def test_half_a_backup_is_refused_before_anything_is_touched(course, tmp_path):
    backup(course, tmp_path / "b.tar.gz")
    data = (tmp_path / "b.tar.gz").read_bytes()
    for share in (0, 0.3, 0.9, 0.99):
        (tmp_path / "half.tar.gz").write_bytes(data[: int(len(data) * share)])
        with pytest.raises(ValueError, match="no whole backup"):
            restore(tmp_path / "half.tar.gz", tmp_path / "empty")
        assert list((tmp_path / "empty").iterdir()) == []


def test_a_backup_in_which_a_file_was_changed_is_refused(course, tmp_path):
    backup(course, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as old, tarfile.open(tmp_path / "changed.tar.gz", "w:gz") as new:
        for entry in old:
            stream = old.extractfile(entry) if entry.isreg() else None
            if entry.name == "roster.csv":
                (tmp_path / "other").write_text("id\neve\n")
                entry.size, stream = 7, (tmp_path / "other").open("rb")
            new.addfile(entry, stream)
    with pytest.raises(ValueError, match=r"roster\.csv is not what was kept"):
        restore(tmp_path / "changed.tar.gz", tmp_path / "empty")


def test_no_path_leads_out_of_the_directory(tmp_path):
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        for name, text in (("submitted/../../out", b"x"), (CONTENTS, b'{"form": 1, "files": {"submitted/../../out": {}}}')):
            (tmp_path / "text").write_bytes(text)
            archive.add(tmp_path / "text", name)
    with pytest.raises(ValueError, match="no backup of a course"):
        restore(tmp_path / "evil.tar.gz", tmp_path / "empty")
    assert not (tmp_path / "out").exists()


def test_a_backup_is_never_overwritten(course, tmp_path):
    (tmp_path / "b.tar.gz").write_text("mine")
    with pytest.raises(FileExistsError):
        backup(course, tmp_path / "b.tar.gz")
    assert (tmp_path / "b.tar.gz").read_text() == "mine"


def test_a_killed_backup_leaves_no_file(course, tmp_path):
    (course.root / "submitted/ada/ps1/big.bin").write_bytes(os.urandom(60_000_000))
    (tmp_path / "to").mkdir()
    code = "import sys; from pathlib import Path; from autograder.gradebook.backup import backup; "
    code += "from autograder.gradebook.nbgrader_course import Course; print('begins', flush=True); "
    code += "backup(Course(Path(sys.argv[1])), Path(sys.argv[2]))"
    command = [sys.executable, "-c", code, str(course.root), str(tmp_path / "to/b.tar.gz")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(1)
        assert process.poll() is None, "it was done before it could be killed"
        process.send_signal(signal.SIGKILL)
    assert list((tmp_path / "to").iterdir()) == []


def test_without_nameless_files_a_failed_backup_leaves_none_either(course, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradebook.backup.os.O_TMPFILE", os.O_EXCL | os.O_CREAT)  # a folder cannot be opened so
    backup(course, tmp_path / "to/b.tar.gz")
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["b.tar.gz"]
    monkeypatch.setattr("autograder.gradebook.backup.members", lambda course: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(course, tmp_path / "to/c.tar.gz")
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["b.tar.gz"]


def test_pipes_are_named_and_not_waited_for(course, tmp_path):
    os.mkfifo(course.root / "submitted/ada/ps1/pipe")
    (line,) = backup(course, tmp_path / "b.tar.gz")
    assert "pipe" in line


def test_a_gradebook_that_is_written_to_meanwhile_is_kept_as_it_was(course, tmp_path):
    with sqlite3.connect(course.root / "gradebook.db") as writer:
        writer.execute("UPDATE grade SET manual_score = 1")  # not committed
        backup(course, tmp_path / "b.tar.gz")
        writer.rollback()
    restore(tmp_path / "b.tar.gz", tmp_path / "empty")
    assert score(tmp_path / "empty") == 2.5


def test_a_damaged_gradebook_is_refused_and_leaves_no_file(course, tmp_path):
    (course.root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(RuntimeError, match="cannot be read"):
        backup(course, tmp_path / "to/b.tar.gz")
    assert list((tmp_path / "to").iterdir()) == []


def test_tables_are_copied_whole_to_another_database(course, tmp_path):
    """As it is done for a gradebook on a server."""
    source, target = f"sqlite:///{course.root}/gradebook.db", f"sqlite:///{tmp_path}/copy.db"
    copy_tables(source, target)
    copy_tables(source, target)  # over what is there
    rows = []
    for url in (source, target):
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            names = sorted(sqlalchemy.inspect(connection).get_table_names())
            rows.append({name: sorted(map(repr, connection.execute(sqlalchemy.text(f"SELECT * FROM {name}")))) for name in names})
        engine.dispose()
    assert rows[0]["grade"] and rows[0] == {name: rows[1].get(name) for name in rows[0]}
