"""Teams keep the gradebook in PostgreSQL: tried against a real server, which the test starts, with two graders at once."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in, promised
from autograder.commands.demo import new_course
from autograder.gradebook.backup import backup
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.restore import restore
from autograder.gradebook.staleness import marks_of

HOMEWORK = "part1_homework"
KINDS = [
    Student("right"),
    Student("wrong", {"max_distance_baseline": "wrong/nearer_end"}),
    Student("page", mishap="not_json"),
    Student("another", mishap="another"),
]
CLASS = [Student(f"s{turn}_{KINDS[turn % 4].name}", KINDS[turn % 4].answers, KINDS[turn % 4].mishap) for turn in range(12)]
INSTALLED = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
PROGRAMS = INSTALLED[-1] if INSTALLED else Path(shutil.which("initdb") or "/nowhere/initdb").parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROGRAMS / "initdb").exists(), reason="PostgreSQL is not installed: apt install postgresql"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning"),
]


def as_nobody(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess:
    """One of PostgreSQL's programs, which root must not run."""
    other = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run([str(word) for word in words], cwd="/", check=check, capture_output=True, text=True, **other)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that listens in a folder of its own and nowhere else; yields the folder."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        as_nobody(PROGRAMS / "initdb", "-D", f"{folder}/data", "-U", "teacher", "--auth=trust", "--no-sync")
        listens = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        as_nobody(PROGRAMS / "pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", listens, "-w", "start")
        try:
            yield folder
        finally:
            as_nobody(PROGRAMS / "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop", check=False)


def empty_gradebook(server: str, name: str) -> str:
    as_nobody(PROGRAMS / "createdb", "-h", server, "-U", "teacher", name)
    return f"postgresql://teacher@/{name}?host={server}"


def course_at(where: Path, url: str, students: list[Student], release: bool = True) -> Course:
    """A course whose configuration names a gradebook."""
    new_course(where)
    with (where / "nbgrader_config.py").open("a", encoding="utf-8") as configuration:
        configuration.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    course = Course(where)
    write_source(HOMEWORK, course.root)
    write_release(HOMEWORK, course)
    for student in students:
        hand_in(student, course.root / "release" / HOMEWORK, course.root / "submitted" / student.name / HOMEWORK, 0)
    return course


def grading(course: Course, *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "autograder.cli", "grade", HOMEWORK, "--course", str(course.root), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def both_end_well(*graders: subprocess.Popen) -> None:
    said = [grader.communicate(timeout=600)[0] for grader in graders]
    assert [grader.returncode for grader in graders] == [0] * len(graders), "\n".join(text[-3000:] for text in said)


def assert_marks(course: Course) -> None:
    """Everybody's are those that the samples promise, and nobody is there twice."""
    marks = marks_of(course, HOMEWORK)
    assert set(marks) == {student.name for student in CLASS}
    for student in CLASS:
        for task, (least, most) in promised(student, ["blurred_baseline", "max_distance_baseline"]).items():
            points = marks[student.name][f"test_{task}"].auto
            assert points is not None
            assert least <= points <= most, (student.name, task)
    with course.gradebook() as gradebook:
        listed = [submission.student.id for submission in gradebook.assignment_submissions(HOMEWORK)]
    assert sorted(listed) == sorted(student.name for student in CLASS)


def test_two_people_grade_the_same_class_at_once(server, tmp_path):
    course = course_at(tmp_path / "course", empty_gradebook(server, "same"), CLASS)
    both_end_well(grading(course, "--workers", "1"), grading(course, "--workers", "0"))
    assert_marks(course)
    graded = grading(course)
    both_end_well(graded)
    assert_marks(course)


@pytest.mark.long
def test_two_machines_grade_into_one_gradebook_at_once(server, tmp_path):
    """Each with a course directory of its own, and half of the class."""
    url = empty_gradebook(server, "halves")
    one = course_at(tmp_path / "one", url, CLASS[::2])
    other = course_at(tmp_path / "other", url, CLASS[1::2])
    both_end_well(grading(one, "--workers", "0"), grading(other, "--workers", "0"))
    assert_marks(one)
    assert_marks(other)


def plain_course(root: Path, url: str) -> Course:
    """A course directory with nothing but a gradebook on the server."""
    root.mkdir()
    (root / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'c1'\nc.CourseDirectory.db_url = {url!r}\n"
    )
    return Course(root)


def score(url: str) -> float:
    with Gradebook(url, "c1") as gradebook:
        return gradebook.find_submission("ps1", "ada").score


def test_a_backup_goes_to_another_server_and_into_a_file(server, tmp_path):
    url, other = empty_gradebook(server, "kept"), empty_gradebook(server, "other")
    with Gradebook(url, "c1") as gradebook:
        gradebook.add_assignment("ps1")
        gradebook.add_notebook("p", "ps1")
        gradebook.add_grade_cell("test_f", "p", "ps1", max_score=4, cell_type="code")
        gradebook.add_student("ada")
        gradebook.add_submission("ps1", "ada")
        gradebook.find_grade("test_f", "p", "ps1", "ada").manual_score = 2.5
        gradebook.db.commit()
    course, file = plain_course(tmp_path / "course", url), tmp_path / "b.tar.gz"
    plain_course(tmp_path / "other", other)
    assert backup(course, file) == []
    restore(file, tmp_path / "other")
    restore(file, tmp_path / "empty")
    assert score(other) == 2.5 and score(f"sqlite:///{tmp_path}/empty/gradebook.db") == 2.5
    with Gradebook(url, "c1") as gradebook:
        gradebook.find_grade("test_f", "p", "ps1", "ada").manual_score = 4
        gradebook.db.commit()
    with pytest.raises(FileExistsError, match=r"gradebook\.db"):
        restore(file, course.root)
    assert score(url) == 4
    kept = restore(file, course.root, replace=True).kept
    assert kept and score(url) == 2.5 and score(f"sqlite:///{kept}/gradebook.db") == 4
