"""What a build has tried before and need not try again: a hash for each task in `build/tried/`, which nobody else has.

A hash is written after a trial without a fault, and only if the files are still those that it began with. `autograder lint` tries
everything, and so does the first build of a clone.
"""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from autograder.assignments import all_tasks, tasks_of, with_needs
from autograder.authoring import fingerprints
from autograder.authoring.rests_on import hash_of_task
from autograder.authoring.same_fingerprints import keeps
from autograder.authoring.shipping import FINGERPRINTS
from autograder.authoring.trial import Found, tried
from autograder.grading.provenance import hash_of
from selfcheck.tasks import kernel_hook

FOLDER = Path("build") / "tried"  # of the course; git ignores it


class TriedBefore:
    """The record of one course.

    Args:
        root: the course's directory.
        everything: nothing counts as tried before; what is tried now is recorded all the same.
    """

    def __init__(self, root: Path, everything: bool = False):
        self.root, self.everything = root, everything

    def holds(self, what: str, key: str) -> bool:
        """Whether something was tried, and rested on the same then."""
        path = self.root / FOLDER / what
        return bool(key) and not self.everything and path.is_file() and path.read_text(encoding="utf-8") == key

    def add(self, what: str, key: str) -> None:
        """Records that something was tried, if it is known what it rests on."""
        if not key:
            return
        path = self.root / FOLDER / what
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(key, encoding="utf-8")


def tried_since(before: TriedBefore) -> Found:
    """What does not fit in the tasks that have changed since they were tried; a note says how many have not."""
    keys = {task: key_of(task) for task in all_tasks()}
    due = [task for task, key in keys.items() if not before.holds(f"{task}.answers", key)]

    def passed(task: str) -> None:
        if key_of(task) == keys[task]:
            before.add(f"{task}.answers", keys[task])

    found = tried(due, passed)
    rest = f"{len(keys) - len(due)} of {len(keys)} tasks"
    said = f"{rest} have not changed since they were tried, and are not tried again (--all tries them)"
    return Found(found.faults, [said] if len(due) < len(keys) else [])


def key_of(task: str) -> str:
    """The hash of what a task rests on; empty where its files cannot be read, and such a task is never recorded."""
    try:
        return hash_of_task(task)
    except (Exception, SystemExit):  # its own file is loaded, and may raise anything; the trial says what
        return ""


def fingerprints_since(assignment: str, before: TriedBefore) -> str:
    """The fingerprints of an assignment, as JSON text; those that are there stay where nothing has changed but rounding."""
    path = before.root / FINGERPRINTS / f"{assignment}.json"
    there = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    homes = all_tasks()
    found: dict[str, dict[str, Any]] = {}
    with kernel_hook("one_thread", nullcontext)():  # the last digits depend on the number of threads
        for task in with_needs(tasks_of(assignment)):
            key, old = key_of(task), there.get(task, {})
            if before.holds(f"{task}.{assignment}", with_prints(key, old)):
                found[task] = old
                continue
            new = fingerprints.of_assignment(assignment, task, homes)
            found[task] = old if keeps(old, new) and not before.everything else new
            if key_of(task) == key:
                before.add(f"{task}.{assignment}", with_prints(key, found[task]))
    return fingerprints.as_text(found)


def with_prints(key: str, prints: dict[str, Any]) -> str:
    """The hash of what fingerprints rest on and of the fingerprints themselves: an edited file is made anew."""
    return key and hash_of([key.encode(), json.dumps(prints).encode()])
