"""What grading costs: the demo's class of part1, in CPU seconds of this process and of all the kernels that it started.

python -m benchmarks.grading [--students N]
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from autograder.build import write_release, write_source
from autograder.demo import new_course
from autograder.grade import grade_student
from autograder.sample_class import CLASSES, hand_in


def cpu() -> tuple[float, float]:
    """CPU seconds so far: of this process, and of the kernels that have ended."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def main(argv: list[str] | None = None) -> None:
    """Grades a class and prints a line for each submission, and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=len(CLASSES["part1"]), help="how many of the class")
    students = CLASSES["part1"][: parser.parse_args(argv).students]
    with tempfile.TemporaryDirectory() as scratch:
        course = new_course(Path(scratch) / "course")
        write_source("part1", course.root)
        write_release("part1", course)
        print(f"{'submission':<52} {'grader CPU s':>12} {'kernels CPU s':>13} {'wall s':>8}")
        total = [0.0, 0.0, 0.0]
        for turn, student in enumerate(students):
            hand_in(student, course.root / "release" / "part1", course.root / "submitted" / student.name / "part1", turn)
            own, kernels, wall = *cpu(), time.monotonic()
            grade_student(course, "part1", student.name)
            spent = [cpu()[0] - own, cpu()[1] - kernels, time.monotonic() - wall]
            total = [a + b for a, b in zip(total, spent, strict=True)]
            print(f"{student.name:<52} {spent[0]:>12.1f} {spent[1]:>13.1f} {spent[2]:>8.1f}")
        print(f"{'mean of ' + str(len(students)):<52} {total[0] / len(students):>12.1f} {total[1] / len(students):>13.1f}")
        print(f"CPU seconds a submission: {(total[0] + total[1]) / len(students):.1f} (target: at most 20)")


if __name__ == "__main__":
    main()
