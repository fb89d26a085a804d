"""autograder collect: what an LMS packed, sorted to students in submitted/."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.collection.collecting import (
    Collected,
    Request,
    collect,
    is_there,
    keep_earlier,
    submission_files,
    tidy,
    write_submission,
)
from autograder.collection.groups import read_groups
from autograder.collection.labels import Assignment
from autograder.collection.matching import Lists
from autograder.collection.outcome import Assigned
from autograder.collection.roster import read_roster
from autograder.collection.table import text_table, write_table
from autograder.commands.options import assignment_and_course
from autograder.course_toml import time_zone
from autograder.gradebook.course_folders import configuration, may_set, refuse_unknown
from autograder.times import read_time

HELP = "sort what an LMS packed to students in submitted/; with --dry-run only say whose each file is"
EXAMPLES = (
    ("autograder collect ASSIGNMENT submissions.zip --dry-run", "say whose each file is, and write nothing"),
    ("autograder collect ASSIGNMENT submissions.zip --roster roster.csv", "sort them into submitted/"),
    ('autograder collect ASSIGNMENT late.zip --late-time "2027-01-30 15:00"', "with a time for those marked as late"),
)
FOLDERS = ("release_directory", "submitted_directory", "source_directory", "directory_structure")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is collected, by which lists, and whether anything is written."""
    assignment_and_course(parser)
    parser.add_argument(
        "archives",
        nargs="*",
        type=Path,
        metavar="ARCHIVE",
        help="zip or tar files, notebooks, or folders of them (what lies in downloaded/ASSIGNMENT/archive)",
    )
    parser.add_argument("--roster", type=Path, metavar="FILE.csv", help="who is in the course (roster.csv)")
    parser.add_argument("--groups", type=Path, metavar="FILE.csv", help="who submit together (groups.csv)")
    parser.add_argument("--dry-run", action="store_true", help="print the table, and write nothing at all")
    parser.add_argument("--force", action="store_true", help="replace earlier submissions; copies are kept in replaced/")
    parser.add_argument("--strict", action="store_true", help="take only notebooks that are named as they were given out")
    parser.add_argument(
        "--late-time", metavar="TIME", help="when what the LMS marks as late, without a time, counts as submitted"
    )


def run(options: argparse.Namespace) -> int:
    """Collects; 1 where a notebook has found no student, or something could not be decided or unpacked.

    Raises:
        FileNotFoundError: it is no course, nothing was released, or there is no such archive or list.
        ValueError: a list, a time or the course's settings cannot be read, or earlier submissions would be replaced.
    """
    root = options.course.resolve()
    room = rooms(root, options.assignment)
    request, paths = request_of(options, root, room), archives_of(options, root)
    if options.dry_run:
        with tempfile.TemporaryDirectory() as folder:
            collected = collect(paths, Path(folder), request)
            say(collected, request, kept=False)
        print("dry run: nothing was written")
    else:
        collected = collect(paths, root / "downloaded" / options.assignment, request)
        say(collected, request)
        write(collected, lambda student: room("submitted", student), options.force)
    return 0 if collected.complete else 1


def rooms(root: Path, assignment: str) -> Callable[[str, str], Path]:
    """Where the course has its folders: (release, source or submitted; a student) -> a path."""
    if not any(may_set(configuration(root), name) for name in FOLDERS):
        return lambda step, student: root / step / ("" if student == "." else student) / assignment
    from autograder.gradebook.nbgrader_course import Course

    course = Course(root)
    return lambda step, student: course.folder(step, student, assignment)


def request_of(options: argparse.Namespace, root: Path, room: Callable[[str, str], Path]) -> Request:
    """What is to be collected, with the lists that go with it."""
    zone = time_zone(root)
    roster = read_roster(given(options.roster, root / "roster.csv"))
    groups = read_groups(given(options.groups, root / "groups.csv"), roster)
    late = read_time(options.late_time, zone) if options.late_time else None
    assignment = Assignment(options.assignment, notebooks(root, options.assignment, room))
    return Request(assignment, Lists(roster, groups, zone), strict=options.strict, late_time=late)


def given(path: Path | None, default: Path) -> Path:
    """A file that was named, which must be there, or the course's own, which need not.

    Raises:
        FileNotFoundError: it is not there.
    """
    if path is not None and not path.is_file():
        raise FileNotFoundError(f"there is no file {path}; name one with a first line as docs/collecting.md shows it")
    return path or default


def notebooks(root: Path, assignment: str, room: Callable[[str, str], Path]) -> tuple[str, ...]:
    """The names of the assignment's notebooks.

    Raises:
        FileNotFoundError: it was not released.
    """
    for step in ("release", "source"):
        if found := sorted(path.stem for path in room(step, ".").glob("*.ipynb")):
            return tuple(found)
    refuse_unknown(root, assignment)
    make = f"nbgrader generate_assignment {assignment}"
    raise FileNotFoundError(f"{room('release', '.')} has no notebook, so {assignment} was not released; run `{make}`")


def archives_of(options: argparse.Namespace, root: Path) -> list[Path]:
    """What is to be read: what was named, and what was put by hand beside it; or all that lies in the archive folder.

    Raises:
        FileNotFoundError: there is nothing.
    """
    folder = root / "downloaded" / options.assignment / "archive"
    if missing := [path for path in options.archives if not path.exists()]:
        raise FileNotFoundError(f"there is no {missing[0]}; name what you downloaded from the LMS")
    if options.archives:
        by_hand = sorted(folder.glob("*.ipynb")) if folder.resolve() not in map(Path.resolve, options.archives) else []
        return [*options.archives, *(path for path in by_hand if path not in options.archives)]
    if not folder.is_dir() or not any(folder.iterdir()):
        raise FileNotFoundError(f"{folder} is empty; name what you downloaded: autograder collect {options.assignment} FILE.zip")
    return [folder]


def say(collected: Collected, request: Request, kept: bool = True) -> None:
    """Prints the table, and on stderr what the instructor should know."""
    print(text_table(collected, request.lists.zone))
    for line in collected.warnings(kept):
        print(line, file=sys.stderr)
    print(f"{collected.summary()}.")


def write(collected: Collected, submitted: Callable[[str], Path], force: bool) -> None:
    """Writes submissions that are new or have changed, after what they replace was kept, and the table."""
    of_student: dict[str, list[Assigned]] = {}
    for assigned in collected.outcome.assigned:
        of_student.setdefault(assigned.student, []).append(assigned)
    files = {student: submission_files(own) for student, own in of_student.items()}
    new = [student for student in files if not is_there(files[student], submitted(student))]
    keep_earlier(new, submitted, collected.folder / "replaced", force)
    for student in new:
        write_submission(files[student], submitted(student))
    tidy(collected)
    write_table(collected.folder / "collected.csv", collected)
    same = len(files) - len(new)
    print(f"written: {len(new)}; there already: {same}. All files: {collected.folder / 'collected.csv'}")
    if collected.outcome.errors:
        print(f"{len(collected.outcome.errors)} NOT DECIDED: see above", file=sys.stderr)
