"""The comments that graders write again and again: comments.csv in the course, offered below each answer in the formgrader."""

import csv
import os
from html import escape
from pathlib import Path

from markupsafe import Markup

from autograder.layout import course_root

FILE = "comments.csv"
COLUMNS = ("task", "comment")
FRAME = (
    "<details class='guide' open><summary style='display: list-item; cursor: pointer'><b>Comments from {file}</b></summary>"
    "{buttons}</details>"
)
BUTTON = (
    "<button type='button' class='btn btn-default btn-sm reuse-comment' data-task='{task}' data-comment='{comment}' "
    "style='white-space: normal; text-align: left; margin: 2px' title='add it to the comment below'>{comment}</button>"
)


def bank() -> dict[str, list[str]]:
    """Task -> its comments, in the order of the file; empty where the course has none.

    Raises:
        ValueError: the file cannot be read as such a table.
    """
    path = course_root() / FILE
    found: dict[str, list[str]] = {}
    if not path.is_file():
        return found
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} does not read ({error}); save it as CSV, UTF-8, with a first line task,comment") from error
    if rows and not set(COLUMNS) <= rows[0].keys():
        raise ValueError(f"{path} has no columns task and comment; its first line must be task,comment")
    for row in rows:
        task, comment = row["task"].strip(), row["comment"].strip()
        if task and comment and comment not in found.setdefault(task, []):
            found[task].append(comment)
    return found


def write_bank(comments: dict[str, list[str]]) -> Path:
    """Writes all of it anew, or nothing; the file's path."""
    path = course_root() / FILE
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows((task, comment) for task, those in comments.items() for comment in those)
    os.replace(fresh, path)
    return path


def offered(task: str) -> Markup | None:
    """The buttons that add a comment on a task to an answer, for the formgrader's page; None where there is no comment."""
    try:
        comments = bank().get(task, [])
    except (ValueError, OSError) as error:  # the page goes on without
        return Markup(f"<p>{escape(str(error))}</p>")
    if not comments:
        return None
    buttons = "".join(BUTTON.format(task=escape(task), comment=escape(comment)) for comment in comments)
    return Markup(FRAME.format(file=FILE, buttons=buttons))
