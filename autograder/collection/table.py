"""The table of what became of each file: collected.csv, and what `autograder collect` prints."""

import csv
from datetime import tzinfo
from pathlib import Path

from autograder.collection.collecting import Collected
from autograder.collection.matching import origin
from autograder.collection.names import LONGEST_PATH, no_formula, shown
from autograder.collection.outcome import Assigned, Unassigned
from autograder.times import spoken

HEAD = ("STUDENT", "NOTEBOOK", "SUBMITTED", "FROM")


def write_table(path: Path, collected: Collected) -> None:
    """Writes collected.csv: what became of each file."""
    rows = [assigned_row(assigned) for assigned in collected.outcome.assigned] + [
        unassigned_row(unassigned) for unassigned in collected.outcome.unassigned
    ]
    rows += [[": ".join(refusal.names), "", "not unpacked", "", refusal.why] for refusal in collected.refused]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["from", "student", "became", "file", "why"])
        writer.writerows([no_formula(shown(cell, 2 * LONGEST_PATH)) for cell in row] for row in sorted(rows))


def assigned_row(assigned: Assigned) -> list[str]:
    words = " ".join(part for part in (assigned.claim.description(), "late" if assigned.claim.late else "") if part)
    return [": ".join(assigned.file.names), assigned.student, "submission", f"{assigned.notebook}.ipynb", words]


def unassigned_row(unassigned: Unassigned) -> list[str]:
    return [": ".join(unassigned.file.names), unassigned.student, "set aside", unassigned.file.path.name, unassigned.why]


def text_table(collected: Collected, zone: tzinfo) -> str:
    """The submissions as a table for a terminal, a line for each."""
    rows = [HEAD, *(text_row(assigned, zone) for assigned in sorted(collected.outcome.assigned, key=by_student))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD) - 1)]
    return "\n".join("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows)


def by_student(assigned: Assigned) -> tuple[str, str]:
    return (assigned.student.casefold(), assigned.notebook)


def text_row(assigned: Assigned, zone: tzinfo) -> tuple[str, str, str, str]:
    """One submission: whose, what, when, and where it came from."""
    when = spoken(assigned.when, zone) if assigned.when else ("late, no time" if assigned.claim.late else "-")
    return (assigned.student, shown(assigned.notebook, 40), when, origin(assigned.file))
