"""variants.csv: which variant of a task a student has, where the course decides and not the id: student, task, variant."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from autograder.assignments import all_tasks
from autograder.grading.variants import Whose
from autograder.layout import VARIANTS_CSV as NAME
from autograder.layout import course_root
from selfcheck.variants import normalised

COLUMNS = "student,task,variant"
Table = dict[str, dict[str, int]]  # student -> task -> which of its variants, from 1


def whose_by_file(student: str = "", root: Path | None = None) -> Whose:
    """Whose a notebook is by what a door knows, with the variants that the course's file gives.

    Args:
        student: the id by which it was submitted; empty where the door knows none.
        root: the course; the one in use where none is named.
    Raises:
        ValueError: the file cannot be understood.
    """
    return Whose(student.strip(), variants_in(root or course_root()))


def variants_in(root: Path) -> Table:
    """Reads a course's variants.csv; empty where there is none. Other columns are for people.

    Raises:
        ValueError: it does not read, a line lacks something or names no task, or a student has two variants of a task.
    """
    path = root / NAME
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(reader.line_num, row) for reader in [csv.DictReader(file, restval="")] for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{NAME} does not read ({error}); save it as CSV, UTF-8, with a first line {COLUMNS}") from error
    tasks, table = all_tasks(root), defaultdict[str, dict[str, int]](dict)
    for line, row in lines:
        cells = {str(key).strip().lower(): str(value or "").strip() for key, value in row.items()}
        student, task, said = (cells.get(name, "") for name in COLUMNS.split(","))
        if not any(cells.values()):
            continue
        if not student or not said.isdecimal() or int(said) < 1:
            raise ValueError(f"{NAME}, line {line}: expected a student, a task and a variant's number from 1, below {COLUMNS}")
        if task not in tasks:
            raise ValueError(f"{NAME}, line {line}: there is no task {task!r}; there are {', '.join(tasks)}")
        if table[normalised(student)].setdefault(task, int(said)) != int(said):
            raise ValueError(f"{NAME}, line {line}: {student} has two variants of {task}; one line for each student, please")
    return dict(table)


def shared(table: Table, counts: Mapping[str, int]) -> list[str]:
    """The students whom the file gives the same variant of a task, though it has enough of them: a sentence each.

    Args:
        counts: task -> how many variants it has.
    """
    found = []
    for task, count in counts.items():
        having = defaultdict[int, list[str]](list)
        for student, own in table.items():
            if task in own:
                having[own[task]].append(student)
        if sum(map(len, having.values())) <= count:
            found += [
                f"{NAME}: {' and '.join(students)} have the same variant {number} of {task}, which has {count}"
                for number, students in sorted(having.items())
                if len(students) > 1
            ]
    return found
