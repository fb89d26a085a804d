"""autograder similar: answers that are more alike than chance, for a person to look at."""

import argparse
from pathlib import Path

from autograder.commands.options import assignment_and_course

HELP = "list pairs of answers that are more alike than the class's idioms explain; no mark depends on it"
EXAMPLES = (("autograder similar ASSIGNMENT", "writes a page with the two answers of each pair side by side"),)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which class, and where the page goes."""
    assignment_and_course(parser)
    parser.add_argument("--output", type=Path, metavar="FILE.html", help="the page (reports/ASSIGNMENT/similar.html)")


def run(options: argparse.Namespace) -> None:
    """Writes the page and prints the list.

    Raises:
        FileNotFoundError: nothing was submitted or released.
    """
    from autograder.gradebook.answers_of_class import answers_of, known_to_all
    from autograder.gradebook.course_folders import chosen, must_be_released
    from autograder.gradebook.nbgrader_course import Course
    from autograder.reports.likeness import alike
    from autograder.reports.likeness_page import page

    course = Course(options.course)
    chosen(course.students(options.assignment), course.root, options.assignment, None)
    must_be_released(course.folder("release", ".", options.assignment), options.assignment)
    answers = answers_of(course, options.assignment)
    pairs = [pair for one in answers.values() for pair in alike(one.name, one.of, known_to_all(one), one.written)]
    path = options.output or course.root / "reports" / options.assignment / "similar.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = {name: one.of for name, one in answers.items()}
    path.write_text(page(f"Answers that are alike: {options.assignment}", pairs, texts), encoding="utf-8")
    for pair in pairs:
        print(f"{pair.share:4.0%}  {pair.task}: {pair.students[0]}, {pair.students[1]}")
    print(f"{len(pairs)} pairs to look at: {path}")
