"""autograder interview: questions on a student's own work, for a talk of five minutes."""

import argparse
from pathlib import Path

from autograder.commands.options import assignment_and_course

HELP = "write a page with five questions on one student's own code, figures and words, and what to expect"
EXAMPLES = (("autograder interview ASSIGNMENT STUDENT", "writes a page for a talk of five minutes"),)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose work, and where the page goes."""
    assignment_and_course(parser)
    parser.add_argument("student", metavar="STUDENT", help="the student's id")
    parser.add_argument("--output", type=Path, metavar="FILE.html", help="(reports/ASSIGNMENT/interview_STUDENT.html)")


def run(options: argparse.Namespace) -> None:
    """Writes the page.

    Raises:
        FileNotFoundError: the student has submitted nothing, or nothing was released.
        ValueError: there is nothing to ask: every cell is as it was given.
    """
    from autograder.gradebook.answers_of_class import work_of
    from autograder.gradebook.course_folders import chosen, must_be_released
    from autograder.gradebook.nbgrader_course import Course
    from autograder.reports.interview import interview_page, questions, title_for

    course, name = Course(options.course), options.assignment
    chosen(course.students(name), course.root, name, options.student)
    must_be_released(course.folder("release", ".", name), name)
    asked = questions(work_of(course, name, options.student))
    if not asked:
        raise ValueError(f"{options.student} has answered nothing in {name}: there is nothing to ask about")
    path = options.output or course.root / "reports" / name / f"interview_{options.student}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(interview_page(title_for(name, options.student), asked), encoding="utf-8")
    print(f"{len(asked)} questions: {path}")
