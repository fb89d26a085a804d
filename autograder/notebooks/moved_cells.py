"""Cells that stand elsewhere than in the release: which answers stay there, and which cells must move along with an answer."""

from collections.abc import Mapping

from nbformat import NotebookNode

from autograder.notebooks.answer_search import Answers, Codes
from autograder.notebooks.cell_order import anchors, needed, puts_onto, used_at_once
from autograder.notebooks.cells import grade_id_of, tasks_of, test_id


class Movers:
    """The student's code of one submission, in the order in which it is to be run.

    Args:
        checks: task -> the position of its check in the submission, where it is there.
        chain: position of a cell -> its place in the release, of those that stand in the release's order.
        own: positions of the student's own cells that are run.
    """

    def __init__(
        self,
        release: NotebookNode,
        codes: Codes,
        answers: Answers,
        checks: Mapping[str, int],
        chain: Mapping[int, int],
        own: list[int],
    ):
        self.codes, self.answers, self.checks, self.chain = codes, answers, checks, chain
        self.marks = tasks_of(release)
        self.own = [number for number in own if number not in answers.tasks]
        self.index = {grade_id_of(cell): number for number, cell in enumerate(release.cells)}
        self.anchor = anchors(len(codes.sources), chain)
        self.place = dict(enumerate(self.anchor))  # of each cell that is not the release's: after which of its cells it comes
        self.left = {number for number in answers.tasks if self.stays(number)}

    def run(self) -> dict[int, int]:
        """Position -> after which of the release's cells it comes. What a check needs is moved last, and so for sure."""
        decisive = {answer: self.decisive(answer) for answer in sorted(self.answers.tasks)}
        for answer, names in decisive.items():
            if answer not in self.left:
                self.bring_along(answer, names)
        for rule in (self.after_check, self.before_check):
            for answer, names in decisive.items():
                for task in self.answers.tasks[answer]:
                    others = {
                        self.marks[other].defines for other in self.answers.tasks[answer] if other != task and other in self.marks
                    }
                    rule(answer, task, names - others)
        return self.place

    def decisive(self, answer: int) -> set[str]:
        """The names that an answer binds, and all that it needs."""
        names = self.codes.names_of(answer)
        return set(names.binds) | needed(names, [self.codes.names_of(number) for number in self.own])

    def slot(self, answer: int) -> int:
        """The place in the release of the cell that an answer goes into."""
        return self.index[self.answers.tasks[answer][0]]

    def stays(self, answer: int) -> bool:
        """Whether an answer that was moved up must run where it stands: what runs before its place would meet another meaning."""
        slot = self.slot(answer)
        if answer in self.chain or self.anchor[answer] >= slot:
            return False
        if answer in self.answers.early:
            return True
        names = self.codes.names_of(answer)
        for number in self.own:
            if number > answer and self.anchor[number] < slot:
                other = self.codes.names_of(number)
                if names.binds & (other.binds | other.uses) or names.uses & other.binds:
                    return True
        between = [other for other in self.answers.tasks if other > answer and self.anchor[answer] < self.slot(other) < slot]
        return any(
            names.binds & (self.codes.names_of(other).binds | used_at_once(self.codes.sources[other] or "")) for other in between
        )

    def bring_along(self, answer: int, names: set[str]) -> None:
        """An answer that is moved up to its place takes the cells along that ran before it and that it needs, or replaces."""
        slot = self.slot(answer)
        for number in self.own:
            if number < answer and self.place[number] >= slot and self.decides(number, names):
                self.place[number] = slot - 1

    def after_check(self, answer: int, task: str, names: set[str]) -> None:
        """What came after a check, or after the answer where there is none, does not change what its name means there."""
        check, asked = self.index.get(test_id(task), -1), max(self.checks.get(task, -1), answer)
        for number in self.own:
            changes = number > asked and self.place[number] < check and self.decides(number, names)
            if changes and not (asked == answer and self.completes(answer, number, names)):
                self.place[number] = check

    def before_check(self, answer: int, task: str, names: set[str]) -> None:
        """What ran between an answer and its check does so again."""
        check, asked = self.index.get(test_id(task), len(self.index)), self.checks.get(task, -1)
        for number in self.own:
            if answer < number < asked and self.place[number] >= check and self.decides(number, names):
                self.place[number] = check - 1

    def decides(self, number: int, names: set[str]) -> bool:
        """Whether a cell has a part in what some names mean: it binds one, or puts something onto it."""
        here = self.codes.names_of(number)
        return bool(here.binds & names) or puts_onto(self.codes.sources[number] or "", here.uses & names)

    def completes(self, answer: int, number: int, names: set[str]) -> bool:
        """Whether an answer would lack something without a cell that stands after it: a name, or what is still to be written."""
        if "NotImplementedError" in (self.codes.sources[answer] or ""):
            return True
        earlier = [self.codes.names_of(other).binds for other in (*self.own, *self.answers.tasks) if other < number]
        return bool((self.codes.names_of(number).binds & names) - frozenset().union(*earlier))
