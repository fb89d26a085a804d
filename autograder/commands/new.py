"""autograder new: skeletons of a course, an assignment and a task, which work as they are."""

import argparse
import os
from pathlib import Path

from autograder.commands.options import no_course_here
from autograder.layout import VARIABLE, course_root

HELP = "write the skeleton of a course, an assignment or a task; nothing that is there is touched"
EXAMPLES = (
    ("autograder new course my_course", "a course in a new directory"),
    ("autograder new assignment ASSIGNMENT", "an assignment of this course"),
    ("autograder new task sharpness --assignment ASSIGNMENT", "a task, with its cells in that lesson"),
)
COURSE = "write a course that can be built at once, with one assignment and one task as an example"
ASSIGNMENT = "write lessons/NAME/NAME.py, a lesson without a task"
TASK = "write the five files of a task, and its cells: into a lesson, or on the screen"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be written, and what it is called."""
    kinds = parser.add_subparsers(required=True, metavar="KIND")
    course = kinds.add_parser("course", help=COURSE, description=COURSE)
    course.add_argument("directory", type=Path, metavar="DIR", help="a directory that is new or empty")
    course.set_defaults(run=new_course, without_course=True)
    assignment = kinds.add_parser("assignment", help=ASSIGNMENT, description=ASSIGNMENT)
    assignment.add_argument("name", metavar="NAME", help="letters from a to z, digits and _")
    assignment.set_defaults(run=new_assignment)
    task = kinds.add_parser("task", help=TASK, description=TASK)
    task.add_argument("name", metavar="NAME", help="letters from a to z, digits and _")
    task.add_argument("--assignment", metavar="NAME", help="append the task's cells to this assignment's lesson")
    task.set_defaults(run=new_task)


def new_course(options: argparse.Namespace) -> None:
    """Writes a course."""
    from autograder.authoring.skeletons import FIRST_ASSIGNMENT, new_course

    written = new_course(options.directory)
    say(written, Path.cwd())
    print("\nnow type")
    print(f"  cd {options.directory}")
    print("  autograder lint && autograder build")
    print(f"  nbgrader generate_assignment {FIRST_ASSIGNMENT} --force")


def new_assignment(options: argparse.Namespace) -> None:
    """Writes an assignment."""
    from autograder.authoring.skeletons import new_assignment

    root = course_here()
    say([new_assignment(root, options.name)], root)
    print(f"\nnow type\n  autograder new task NAME --assignment {options.name}")


def new_task(options: argparse.Namespace) -> None:
    """Writes a task."""
    from autograder.authoring.skeletons import cells_of, new_task

    root = course_here()
    say(new_task(root, options.name, options.assignment), root)
    if options.assignment is None:
        print(f"\nput these cells into the lesson of an assignment, lessons/ASSIGNMENT/:\n{cells_of(options.name)}")
    print("\nwrite your question in place of the example, then type\n  autograder lint && autograder build")


def course_here() -> Path:
    """The course that the working directory lies in, or the one that the environment names.

    Raises:
        FileNotFoundError: it lies in none; the engine's own course is not written to from elsewhere.
    """
    root = course_root()
    if VARIABLE not in os.environ and not Path.cwd().resolve().is_relative_to(root.resolve()):
        raise no_course_here(by_flag=False)
    return root


def say(written: list[Path], root: Path) -> None:
    """A line for each file."""
    for path in written:
        print(f"wrote {path.relative_to(root) if path.is_relative_to(root) else path}")
