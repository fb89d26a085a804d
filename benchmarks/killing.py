"""Kills the grader, its workers and its kernels at random moments, and counts what is lost or doubled: nothing may be.

python -m benchmarks.killing [--kills N] [--students N] [--seed N]

A class is graded once undisturbed. Then it is graded in a second course while one process of the grader's whole family after
the other is ended with SIGKILL; where the grader itself was hit, the same command is given again, as a person would. In the
end marks, notebooks and results must be those of the undisturbed course.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import psutil

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.staleness import marks_of
from autograder.reports.results import read
from autograder.workers.pool import WorkerPool

ROOT = Path(__file__).resolve().parent.parent
HOMEWORK = "part1_homework"
KINDS = [
    Student("right"),
    Student("wrong", {"max_distance_baseline": "wrong/nearer_end"}),
    Student("half", {"blurred_baseline": "unanswered/"}),
    Student("web_page", mishap="not_json"),
    Student("another", mishap="another"),
    Student("colab", mishap="as_colab_saves_it"),
]
PAUSES = (0.05, 4.0)  # seconds between two kills
EARLY = 0.1  # how often somebody is hit before anything is judged: else most commands would die before they have begun
NURSERY = "process that kernels are forked from"
WEIGHTS = {"kernel": 8, NURSERY: 2, "worker": 2, "grader": 1}
ROUNDS = 400  # commands after which the trial gives up


@dataclass
class Trial:
    """What came of the killing."""

    kills: Counter = field(default_factory=Counter)  # what was killed -> how often
    commands: int = 0
    stops: Counter = field(default_factory=Counter)  # what a command said last that ended by itself and was given again
    faults: list[str] = field(default_factory=list)


def class_of(number: int) -> list[Student]:
    kinds = [KINDS[turn % len(KINDS)] for turn in range(number)]
    return [Student(f"s{turn:04}_{kind.name}", kind.answers, kind.mishap) for turn, kind in enumerate(kinds)]


def course_with(where: Path, number: int) -> Course:
    course = new_course(where)
    write_source(HOMEWORK, course.root)
    write_release(HOMEWORK, course)
    for turn, student in enumerate(class_of(number)):
        hand_in(student, course.root / "release" / HOMEWORK, course.root / "submitted" / student.name / HOMEWORK, turn)
    return course


def grading(course: Path) -> subprocess.Popen:
    """The command that a person gives."""
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        "grade",
        HOMEWORK,
        "--course",
        str(course),
        "--workers",
        "2",
        "--nice",
        "0",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)


def grade_here(course: Course) -> None:
    """The same without a command."""
    assert grade(course, HOMEWORK, pool=WorkerPool(workers=0)).not_judged == []


def family(grader: subprocess.Popen) -> Iterator[tuple[str, psutil.Process]]:
    """The grader's processes, each with what it is."""
    try:
        parent = psutil.Process(grader.pid)
        members = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in members:
        try:
            words = " ".join(process.cmdline())
            above = " ".join(process.parent().cmdline()) if process.parent() else ""
        except (psutil.Error, OSError):
            continue
        if process.pid == grader.pid:
            yield "grader", process
        elif "autograder.guest.fork_server" in above and "bwrap" not in above:
            yield "kernel", process
        elif "autograder.guest.fork_server" in words or "bwrap" in words:
            yield NURSERY, process
        elif "multiprocessing" in words and "resource_tracker" not in words:
            yield "worker", process


def disturb(course: Path, kills: int, chance: random.Random) -> Trial:
    """Grades a course, and kills until there have been so many; then lets it come to its end."""
    trial = Trial()
    while trial.commands < ROUNDS:
        grader = grading(course)
        trial.commands += 1
        while grader.poll() is None and trial.kills.total() < kills:
            try:
                grader.wait(chance.uniform(*PAUSES))
            except subprocess.TimeoutExpired:
                kill_one(grader, trial, chance)
        said, _ = grader.communicate()
        if trial.kills.total() >= kills and grader.returncode == 0:
            return trial
        if grader.returncode == 0:  # all was done before enough were killed: there must be something left to do
            undo_some(course, chance)
        elif grader.returncode > 0:
            trial.stops[said.strip().splitlines()[-1][:200]] += 1
    trial.faults.append(f"not done after {ROUNDS} commands")
    return trial


def kill_one(grader: subprocess.Popen, trial: Trial, chance: random.Random) -> None:
    """Ends one of the family: a kind by lot, then one of its kind."""
    members: dict[str, list[psutil.Process]] = {}
    for kind, process in family(grader):
        members.setdefault(kind, []).append(process)
    judging = "kernel" in members or NURSERY in members
    if members and (judging or chance.random() < EARLY):
        kind = chance.choices(list(members), [WEIGHTS[kind] for kind in members])[0]
        try:
            os.kill(chance.choice(members[kind]).pid, signal.SIGKILL)
            trial.kills[kind] += 1
        except ProcessLookupError:
            pass


def undo_some(course: Path, chance: random.Random) -> None:
    """Most students' notebooks go out of autograded/, and their marks out of the gradebook, as if never graded."""
    folders = [folder for folder in sorted((course / "autograded").glob("*")) if chance.random() < 0.7]
    with Course(course).gradebook() as gradebook:
        for folder in folders:
            shutil.rmtree(folder)
            for notebook in gradebook.find_submission(HOMEWORK, folder.name).notebooks:
                for mark in notebook.grades:
                    mark.auto_score = None
        gradebook.db.commit()


def differences(calm: Course, shaken: Course) -> list[str]:
    """What is not the same in two courses: marks, results, notebooks; and whoever is in a gradebook twice."""
    faults = []
    marks = [{student: dict(cells) for student, cells in marks_of(course, HOMEWORK).items()} for course in (calm, shaken)]
    for student in sorted({*marks[0], *marks[1]}):
        if marks[0].get(student) != marks[1].get(student):
            faults.append(f"{student}: {marks[0].get(student)} undisturbed, {marks[1].get(student)} after kills")
    rows = [{(row["student"], row["task"]): row for row in read(results_of(course))} for course in (calm, shaken)]
    sizes = [len(read(results_of(course))) for course in (calm, shaken)]
    if sizes[0] != sizes[1] or sizes[1] != len(rows[1]):
        faults.append(f"{sizes[0]} rows undisturbed, {sizes[1]} after kills, {len(rows[1])} of them different")
    faults += [f"{key}: another row" for key in rows[0] if rows[0][key] != rows[1].get(key)]
    with shaken.gradebook() as gradebook:
        listed = Counter(submission.student.id for submission in gradebook.assignment_submissions(HOMEWORK))
    faults += [f"{student} is in the gradebook {number} times" for student, number in listed.items() if number != 1]
    texts = [
        {path.parts[-3]: texts_of(path) for path in course.root.glob(f"autograded/*/{HOMEWORK}/*.ipynb")}
        for course in (calm, shaken)
    ]
    for student in sorted({*texts[0], *texts[1]}):
        one, other = (text.get(student) for text in texts)
        if one != other:
            faults.append(f"{student}: another notebook: {first_difference(one, other)}")
    return faults


def first_difference(calm: list | None, shaken: list | None) -> str:
    """The first cell in which two notebooks differ, both ways."""
    if calm is None or shaken is None:
        return "there is none" if shaken is None else "there should be none"
    for number, (one, other) in enumerate(zip_longest(calm, shaken)):
        if one != other:
            return f"cell {number}: {str(one)[:500]} undisturbed, {str(other)[:500]} after kills"
    raise AssertionError("they are the same")


def texts_of(path: Path) -> list:
    """A notebook's cells without what differs from run to run by itself."""
    return [[cell["source"], cell.get("outputs")] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def results_of(course: Course) -> Path:
    return course.root / "reports" / HOMEWORK / "results.json"


def left_over() -> list[int]:
    """Boxes of this project's that nobody owns any more."""
    orphans = [process for process in psutil.process_iter(["cmdline", "ppid"]) if process.info["ppid"] == 1]
    return [process.pid for process in orphans if str(ROOT / "lab") in (process.info["cmdline"] or [])]


def trial(kills: int, students: int, seed: int, where: Path) -> tuple[Trial, list[str]]:
    """The whole trial: what was killed, and what is not as it should be."""
    calm, shaken = course_with(where / "calm", students), course_with(where / "shaken", students)
    grader = grading(calm.root)
    said, _ = grader.communicate()
    assert grader.returncode == 0, said
    before = left_over()
    came = disturb(shaken.root, kills, random.Random(seed))
    faults = came.faults or differences(calm, shaken)
    time.sleep(1)
    return came, faults + [f"process {number} was left over" for number in left_over() if number not in before]


def main(argv: list[str] | None = None) -> int:
    """Prints what was killed, and what was lost; 0 only if that was nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--students", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        came, faults = trial(options.kills, options.students, options.seed, Path(scratch))
    killed = ", ".join(f"{number} x {kind}" for kind, number in sorted(came.kills.items()))
    print(f"{came.kills.total()} kills over {came.commands} commands: {killed}")
    for line, number in came.stops.items():
        print(f"{number} x ended by itself: {line}")
    for line in faults:
        print(f"FAULT: {line}")
    print(
        f"{options.students} submissions: "
        + (f"{len(faults)} faults" if faults else "marks as undisturbed, none lost, none doubled")
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
