"""Which cells an answer needs: those that run where a task is asked alone, and those that were left out and are missed."""

from collections.abc import Callable, Iterable, Mapping

from nbformat import NotebookNode

from autograder.execution.published import raised
from autograder.execution.records import ExecutionResult
from autograder.notebooks.cells import grade_id_of, is_answer, is_own
from autograder.notebooks.dependencies import missing_name, names_in, needed


def cells_needed(
    cells: list[NotebookNode], result: ExecutionResult, tests: Mapping[str, int], task: str, is_run: Callable[[int], bool]
) -> list[int]:
    """Positions of the cells before a task's test cell that its answer needs.

    Args:
        tests: task -> the position of its test cell.
        is_run: whether the cell at a position is run at all.
    """
    before = list(filter(is_run, range(tests[task])))
    others_names = {result.name_of(other) for other in tests if other != task}
    answer = next((index for index, n in enumerate(before) if grade_id_of(cells[n]) == task), None)
    others = frozenset(
        index
        for index, n in enumerate(before)
        if index != answer and answers_others(cells[n], result.name_of(task), others_names)
    )
    own = frozenset(index for index, n in enumerate(before) if is_own(cells[n]))
    substitutes = frozenset(result.tasks[need].defines for need in result.tasks[task].needs if need in result.tasks)
    found = needed([cells[n].source for n in before], answer, others, substitutes, result.name_of(task), own)
    return [before[index] for index in found]


def answers_others(cell: NotebookNode, name: str, others: set[str]) -> bool:
    """Whether other tasks' names are answered in a cell, and this one is not."""
    binds = names_in(cell.source).binds
    return is_answer(cell) or (is_own(cell) and name not in binds and bool(binds & others))


def misses_deferred(cells: list[NotebookNode], deferred: Iterable[int], result: ExecutionResult) -> bool:
    """Whether a cell, or a function when asked, did not find a name that a given cell binds that was not run."""
    complaints = [skipped.message for skipped in result.skipped if skipped.type == "NameError"]
    complaints += [raised(answer)[1] for answers in result.heard.values() for answer in answers]
    missing = set(map(missing_name, complaints)) - {""}
    return any(missing & names_in(cells[number].source).binds for number in deferred)
