"""What answers have lost to a line that failed where they were graded: said in the verdict, which waits for a person then.

A name that was not there has a first cause: the line that would have bound it, and what that failed of. Where the place is at
fault (a package, a network, a display, a newer Python), the mark stands only after somebody has looked.
"""

import ast
import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from nbformat import NotebookNode

from autograder.execution.published import is_missing, raised
from autograder.execution.records import ExecutionResult, Skipped
from autograder.grading.place_faults import DEBUGGER, is_place_fault
from autograder.judging.verdict import Verdict
from autograder.notebooks.cells import grade_id_of, is_own
from autograder.notebooks.dependencies import missing_name, names_in, without_magic
from autograder.notebooks.newer_syntax import newer_syntax

MOST_NOTES = 10
LONGEST = 100  # characters of a line that is repeated
PASSED_OVER = "Debugger"  # what a kernel reports in place of an error's type


@dataclass(frozen=True)
class Failed:
    """A statement that was left out: its source, the error, and the fault of the place, if it is one."""

    cell: NotebookNode
    source: str
    type: str
    message: str
    reason: str | None

    @property
    def names(self) -> frozenset[str]:
        return names_in(self.source).binds

    @property
    def line(self) -> str:
        """Its first line, as it is repeated."""
        first = self.source.strip().partition("\n")[0]
        return first if len(first) <= LONGEST else f"{first[:LONGEST]}…"

    def because(self) -> str:
        return self.reason or (f"{self.type}: {self.message}" if self.message else self.type)


class Causes:
    """What failed in one notebook's run."""

    def __init__(self, execution: ExecutionResult):
        self.execution = execution
        cells = {cell.get("id", ""): cell for cell in execution.notebook.cells}
        lines = {line.strip() for cell in cells.values() for line in cell.source.split("\n")}
        self.failed = [failed_of(cells[one.cell], one, lines) for one in execution.skipped if one.cell in cells]

    def notes(self) -> list[str]:
        """What is to be said of lines that were left out: those that the place is at fault for, and those of answers."""
        said = dict.fromkeys(note for failed in self.failed if (note := note_of(failed)))
        more = len(said) - MOST_NOTES
        return [*list(said)[:MOST_NOTES], *([f"{more} more lines failed and were left out."] if more > 0 else [])]

    def first(self, name: str, seen: frozenset[str] = frozenset()) -> Failed | None:
        """Why a name was not there: the first line that went wrong, or None where none should have bound it."""
        for failed in self.failed:
            if name in failed.names:
                before = missing_name(failed.message) if failed.type == "NameError" else ""
                return (self.first(before, seen | {name}) if before and before not in seen | {name} else None) or failed
        return None

    @cached_property
    def newer(self) -> dict[str, str]:
        """Sources of the student's cells that this Python cannot read, and the Python that can."""
        unread = [
            cell.source
            for cell in self.execution.notebook.cells
            if cell.cell_type == "code" and is_own(cell) and any(o.get("ename") in SYNTAX for o in cell.outputs)
        ]
        return {source: version for source in unread if (version := newer_syntax(source))}

    def explain(self, verdict: Verdict, answers: list[dict]) -> Verdict:
        """The verdict with the first cause of what was missing; it waits for a person where the place is at fault."""
        if verdict.status == "passed":
            return verdict
        unread = list(self.of_syntax(verdict.task))
        if unread and verdict.status == "unanswered":
            verdict = replace(verdict, message=f"It could not be read here: {unread[0]}.")
        waits = [*unread, *of_calls(answers)]
        for name in missing_in(self.execution.name_of(verdict.task), answers):
            failed = self.first(name)
            if failed is not None:
                cause = f"`{name}` was not there, because this line failed: `{failed.line}` ({failed.because()})"
                verdict = said_with(verdict, name, cause)
                waits += [cause] if failed.reason else []
        return replace(verdict, waits="; ".join(dict.fromkeys(filter(None, (verdict.waits, *waits)))))

    def of_syntax(self, task: str) -> Iterator[str]:
        """That the task's answer stands in a cell that only a newer Python reads."""
        for cell in self.execution.notebook.cells:
            if (
                cell.cell_type == "code"
                and cell.source in self.newer
                and (grade_id_of(cell) == task or self.execution.name_of(task) in cell.source)
            ):
                newer, ours = self.newer[cell.source], platform.python_version()
                yield f"the cell is written for Python {newer} or newer, and was graded with Python {ours}"


SYNTAX = ("SyntaxError", "IndentationError", "TabError")


def failed_of(cell: NotebookNode, skipped: Skipped, lines: set[str]) -> Failed:
    """A statement that was left out, from a kernel's report of it.

    Args:
        lines: of the notebook; a debugger's is repeated only if it is one of them.
    """
    if skipped.type == PASSED_OVER:
        return Failed(cell, skipped.message if skipped.message in lines else "breakpoint()", PASSED_OVER, "", DEBUGGER)
    source = statement_at(cell.source, skipped.line)
    reason = is_place_fault(skipped.type, skipped.message, source)
    return Failed(cell, source, skipped.type, skipped.message, reason)


def statement_at(source: str, line: int) -> str:
    """The statement of a cell in which a line lies; the line alone where the cell does not parse without IPython.

    Lines are counted as IPython does: from the first that is not empty.
    """
    lines = source.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    try:
        for node in ast.parse("\n".join(map(without_magic, lines))).body:
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            if first <= line <= (node.end_lineno or first):
                return "\n".join(lines[first - 1 : node.end_lineno])
    except Exception:  # a parser may give up in more ways than one
        pass
    return lines[line - 1] if 0 < line <= len(lines) else ""


def note_of(failed: Failed) -> str:
    """One line that was left out, in a sentence; an empty text where the cell's own output says enough."""
    if failed.type == PASSED_OVER:
        return f"Passed over: `{failed.line}`: {failed.reason}."
    if failed.reason:
        return f"Left out: `{failed.line}`: {failed.reason}. The rest of its cell was run."
    if grade_id_of(failed.cell):
        return f"A line of the cell {grade_id_of(failed.cell)} failed and was left out: `{failed.line}` ({failed.because()})."
    return ""


def missing_in(own: str, answers: list[dict]) -> list[str]:
    """The names that were not there when a task's function was asked, its own among them."""
    found = [own] if not answers or any(map(is_missing, answers)) else []
    return list(dict.fromkeys([*found, *filter(None, (missing_name(raised(answer)[1]) for answer in answers))]))


def of_calls(answers: list[dict]) -> Iterator[str]:
    """What a function itself met when it was asked that comes of the place."""
    for answer in answers:
        kind, message = raised(answer)
        reason = is_place_fault(kind, message, "") if kind and not missing_name(message) else None
        if reason:
            yield f"when the function was asked: {reason}"


def said_with(verdict: Verdict, name: str, cause: str) -> Verdict:
    """The verdict whose complaints about a missing name say why it was missing."""

    def with_cause(message: str) -> str:
        about_it = f"'{name}'" in message or verdict.status == "unanswered"
        return f"{message} ({cause})" if about_it and cause not in message else message

    checks = tuple(replace(check, message=with_cause(check.message)) if check.message else check for check in verdict.checks)
    return replace(verdict, message=with_cause(verdict.message), checks=checks)
