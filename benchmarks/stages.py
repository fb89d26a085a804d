"""Where a submission's CPU time goes, stage by stage, beside what the students' own functions need alone.

python -m benchmarks.stages [--students N] [--turns N]

Three classes of part 1: right answers only, the demo's students, wrong answers only. The stages are those that the pipeline
records in each graded notebook; what it takes to record one is measured here. Each class is graded in this process, so that
what it loads once is no submission's.
"""

import argparse
import contextlib
import io
import statistics
import tempfile
import time
from pathlib import Path

from autograder.assignments import all_cases, declaration, tasks_of
from autograder.authoring.sample_class import Student, pick, samples_folder, samples_of
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.staleness import said_in
from autograder.sandbox.fork_server_process import ForkedKernel, fork_server
from autograder.workers.pool import WorkerPool
from benchmarks.against_nbgrader import class_of, our_course, right_answer
from selfcheck.observe import start_afresh
from selfcheck.tasks import kernel_hook

ROWS = {
    "start": "start of kernels",
    "cells": "cells, in the kernel that runs the notebook",
    "questions": "questions, in its copies",
    "once more": "asked once more: cells and questions, in kernels of their own",
    "judge": "judge, without the diagnosis",
    "diagnosis": "diagnosis: which known mistake it is",
    "pictures": "pictures",
    "rebuild": "rebuild",
    "rest": "talking to kernels, cleaning the notebook",
    "record": "writing the notebook, gradebook, files",
}


def all_right(count: int) -> list[Student]:
    """Students with right answers only."""
    return [Student(f"right_{turn}") for turn in range(count)]


def all_wrong(count: int) -> list[Student]:
    """Each task answered wrongly, in turn as each of its wrong samples."""
    return [Student(f"wrong_{turn}", {task: wrong_answer(task, turn) for task in tasks_of("part1")}) for turn in range(count)]


def wrong_answer(task: str, turn: int) -> str:
    names = samples_of(task, "wrong")
    return f"wrong/{names[turn % len(names)]}"


CLASSES = {"all right": all_right, "demo": class_of, "all wrong": all_wrong}


def stages(said: dict, empty: float) -> dict[str, float]:
    """CPU seconds of a submission's stages, from what its graded notebook says, without those of recording it.

    Args:
        said: `cpu`, and `spent` by stage as the pipeline has recorded it: a diagnosis is within judging, a start within cells.
        empty: CPU seconds of a kernel that does nothing.
    """
    spent = said.get("spent", {})
    found = {name: float(spent.get(name, 0.0)) for name in ROWS}
    again = min(max(spent.get("kernels", 0) - 1, 0) * empty, found["once more"])
    first = min(empty, found["cells"])
    found["start"], found["cells"], found["once more"] = first + again, found["cells"] - first, found["once more"] - again
    found["judge"] -= found["diagnosis"]
    found["rest"] = max(0.0, said["cpu"] - sum(found.values()))
    return found


def graded(course: Course, count: int, empty: float) -> dict[str, float]:
    """CPU seconds of each stage, the mean of a class that is graded once more."""
    began = time.process_time()
    grade(course, "part1", again=True, pool=WorkerPool(workers=0))
    total = time.process_time() - began
    all_said = [said_in(path) for path in sorted(course.root.glob("autograded/*/part1/*.ipynb"))]
    found = [stages(said, empty) for said in all_said]
    means = {name: sum(one[name] for one in found) / count for name in ROWS}
    kernels = sum(said.get("spent", {}).get(name, 0.0) for said in all_said for name in ("cells", "questions", "once more"))
    means["record"] = max(0.0, total - (sum(said["cpu"] for said in all_said) - kernels)) / count
    return means


def functions_alone(student: Student, turn: int) -> float:
    """CPU seconds of one student's functions on all the cases: no notebook, no encoding, no judge; errors end a case.

    They call each other as in the notebook; in place of a task without an answer stands the right one.
    """
    namespace = right_answer(*tasks_of("part1"))
    with kernel_hook("one_thread", contextlib.nullcontext)(), contextlib.redirect_stdout(io.StringIO()):
        return sum(asked(task, namespace) for task in tasks_of("part1") if answered(student, task, turn, namespace))


def answered(student: Student, task: str, turn: int, namespace: dict) -> bool:
    """Runs a student's answer to a task in a namespace; False if there is none."""
    answer = student.answers.get(task, f"full_marks/{pick(task, turn)}")
    if answer.startswith("unanswered"):
        return False
    source = samples_folder() / f"{answer.replace('/', f'/{task}/', 1)}.py"
    with contextlib.suppress(Exception):  # a sample may raise anything
        exec(source.read_text(encoding="utf-8"), namespace)
    return True


def asked(task: str, namespace: dict) -> float:
    """CPU seconds of one function's calls; it may raise anything."""
    total = 0.0
    for case in all_cases(task):
        start_afresh(case.number)
        began = time.process_time()
        with contextlib.suppress(Exception):
            declaration(task).ask(namespace[declaration(task).defines], case.recipe)
        total += time.process_time() - began
    return total


def cost_of_a_start() -> float:
    """CPU seconds of a kernel that does nothing."""
    kernel = ForkedKernel(fork_server(), {})
    kernel.stop()
    return kernel.cpu


def table(found: dict[str, list[dict[str, float]]], floors: dict[str, float]) -> list[str]:
    """The lines of the table: medians of the turns, in CPU milliseconds."""
    lines = [f"{'':<62}" + "".join(f"{kind:>11}" for kind in found)]
    medians = {kind: {name: statistics.median(turn[name] for turn in turns) for name in ROWS} for kind, turns in found.items()}
    for name, words in ROWS.items():
        lines.append(f"{words:<62}" + "".join(f"{1000 * medians[kind][name]:>11.0f}" for kind in found))
    sums = {kind: statistics.median(sum(turn.values()) for turn in turns) for kind, turns in found.items()}
    lines.append(f"{'all':<62}" + "".join(f"{1000 * sums[kind]:>11.0f}" for kind in found))
    lines.append(f"{'floor: the students` own functions alone':<62}" + "".join(f"{1000 * floors[kind]:>11.0f}" for kind in found))
    return lines


def main(argv: list[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=20, help="of each class (20)")
    parser.add_argument("--turns", type=int, default=5, help="how often each class is graded, after once to warm up (5)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        classes = {kind: make(options.students) for kind, make in CLASSES.items()}
        courses = {kind: our_course(Path(scratch) / kind.replace(" ", "_"), students) for kind, students in classes.items()}
        empty = statistics.median(cost_of_a_start() for _ in range(9))
        found: dict[str, list[dict[str, float]]] = {kind: [] for kind in CLASSES}
        floors: dict[str, list[float]] = {kind: [] for kind in CLASSES}
        for turn in range(options.turns + 1):
            for kind, course in courses.items():
                once = graded(course, options.students, empty)
                found[kind] += [once] if turn else []
                alone = [functions_alone(student, number) for number, student in enumerate(classes[kind])]
                floors[kind] += [statistics.fmean(alone)] if turn else []
    print(f"\nCPU ms a submission of part1, classes of {options.students}, medians of {options.turns} turns")
    print("\n".join(table(found, {kind: statistics.median(turns) for kind, turns in floors.items()})))


if __name__ == "__main__":
    main()
