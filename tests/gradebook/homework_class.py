"""A small class of the homework, two tasks only, as it was graded once; `conftest.py` gives tests copies of its course."""

import hashlib
import shutil
from pathlib import Path

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.workers.pool import WorkerPool

HOMEWORK = "part1_homework"  # two tasks only: quick to run
NOTEBOOK = "baselines"
ROOT = Path(__file__).resolve().parents[2]
CLASS = [
    Student("ann_all_right"),
    Student("bob_wrong", {"max_distance_baseline": "wrong/nearer_end"}),
    Student("cat_another_notebook", mishap="another"),
]


def graded_class(folder: Path) -> Path:
    """A course whose class has been graded."""
    course = new_course(folder)
    write_source(HOMEWORK, course.root)
    write_release(HOMEWORK, course)
    for student in CLASS:
        give(course, student)
    assert again(course).not_judged == []
    return course.root


def give(course: Course, student: Student) -> None:
    folder = course.folder("submitted", student.name, HOMEWORK)
    shutil.rmtree(folder, ignore_errors=True)
    hand_in(student, course.root / "release" / HOMEWORK, folder, 0)


def again(course: Course, **options):
    """Grades it in this process, where what kernels are forked from runs already."""
    return grade(course, HOMEWORK, pool=WorkerPool(workers=0), **options)


def state(folder: Path) -> dict[str, str]:
    """Every file's content, as a hash."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def autograded(course: Course, student: str) -> Path:
    return course.folder("autograded", student, HOMEWORK) / f"{NOTEBOOK}.ipynb"
