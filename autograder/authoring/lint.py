"""What is missing or does not fit in a course, in one pass over its files: nothing is imported, run or written.

A line for each fault: where, what is wrong, what is expected. `autograder build` refuses a course that has one.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import all_tasks, assignments
from autograder.authoring import requirements
from autograder.authoring.roles import BESIDE_ROLES, ROLES
from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of
from autograder.judging.points import points_in_guide
from autograder.judging.written_points import points_in
from autograder.layout import course_root

CELL = re.compile(r"^# %%[ \t]*(.*)$")
SAID = re.compile(r'(\w+)="([^"]*)"|(\w+)=(\w+)')
POINTS = re.compile(r"\{points:(\w+)\}")
IN_WORDS = re.compile(r"### Task: `(\w+)` \((?!\{points:)([^)]*points?)\)")
WRITTEN, SOLVED = "reference_solutions/written/{}.md", "reference_solutions/cells/{}.py"


def parts(root: Path) -> dict[str, str]:
    """The files of a task: what each is called in a message -> where it stands in a course."""
    return {
        "task": "lab/tasks/{}.py",
        "reference": "reference_solutions/{}.py",
        "solved cell": SOLVED,
        "rubric": folder_of(RUBRIC, root) + "/test_{}.py",
        "mistakes": folder_of(MISCONCEPTIONS, root) + "/{}.py",
    }


def faults(root: Path | None = None) -> list[str]:
    """All that a course lacks or that does not fit, a line each.

    Raises:
        ValueError: a folder of lessons/ holds no lesson, or several.
    """
    root = root or course_root()
    found: list[str] = []
    tested: dict[str, str] = {}
    for lesson in assignments(root).values():
        where, marks = lesson.relative_to(root).as_posix(), Marks(lesson.read_text(encoding="utf-8"))
        found += [f"{where}: {fault}" for fault in marks.faults()]
        for task in marks.named["test"]:
            if task in tested:
                found.append(f"{where}: {task} is tested in {tested[task]}, too; a task belongs to one assignment")
            tested.setdefault(task, where)
        found += [f"{where}: {fault}" for name in marks.named["written"] for fault in guide_faults(root, name, WRITTEN)]
        found += [f"{where}: {fault}" for name in marks.named["figure"] for fault in guide_faults(root, name, SOLVED)]
        found += [f"{where}: {{points:{name}}} names nothing that has points" for name in marks.points if not worth(root, name)]
    return found + [fault for task, where in tested.items() for fault in task_faults(root, task, root / where)]


class Marks:
    """The cells' markers of a lesson, as far as they can be read."""

    def __init__(self, text: str):
        self.named: dict[str, list[str]] = {role: [] for role in ROLES}
        self.unknown: list[str] = []
        self.points = POINTS.findall(text)
        self.in_words = IN_WORDS.findall(text)
        for number, line in enumerate(text.splitlines(), 1):
            if cell := CELL.match(line):
                self.read(number, cell[1])

    def read(self, number: int, said: str) -> None:
        """One cell's marker."""
        for role, name, other, value in SAID.findall(said.removeprefix("[markdown]")):
            if role in ROLES:
                self.named[role].append(name)
            elif (role or other) not in BESIDE_ROLES:
                known = ", ".join([*ROLES, *BESIDE_ROLES[:-1]])
                self.unknown.append(f'line {number}: {role or other}="{name or value}" is no role; there are {known}')

    def faults(self) -> Iterator[str]:
        """What does not fit in the lesson itself."""
        yield from self.unknown
        for role, names in self.named.items():
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield f'{role}="{name}" stands on more than one cell; give each its own name'
        solved, tested = set(self.named["solution"]), set(self.named["test"])
        yield from (
            f'solution="{name}" has no cell test="{name}": nobody would get its points' for name in sorted(solved - tested)
        )
        yield from (
            f'test="{name}" has no cell solution="{name}": there is nothing to fill in' for name in sorted(tested - solved)
        )
        for task, words in self.in_words:
            yield f"the prompt of {task} says ({words}) in words; write ({{points:{task}}} points), so that it stays true"


def task_faults(root: Path, task: str, lesson: Path | None = None) -> Iterator[str]:
    """What one task lacks, and what in its files and its prompt does not fit together.

    Args:
        lesson: where the task is asked; None to look for it.
    """
    paths = {part: root / place.format(task) for part, place in parts(root).items()}
    lacks = [f"{part} ({path.relative_to(root)})" for part, path in paths.items() if not path.is_file()]
    if lacks:
        yield f"{task} lacks its {', '.join(lacks)}"
        return
    texts = {part: path.read_text(encoding="utf-8") for part, path in paths.items()}
    try:
        rubric, declared = ast.parse(texts["rubric"]), ast.parse(texts["task"])
    except SyntaxError as error:
        yield f"{task}: a file of it is no Python: {error.msg} in line {error.lineno}"
        return
    if "### BEGIN SOLUTION" not in texts["solved cell"] or "### END SOLUTION" not in texts["solved cell"]:
        yield f"{task}: {SOLVED.format(task)} lacks ### BEGIN SOLUTION or ### END SOLUTION: students would get it"
    yield from (f"{task}: {parts(root)['rubric'].format(task)}: {fault}" for fault in rubric_faults(rubric))
    looked_at, checks = keys_of_checks(declared), {check.name.removeprefix("test_") for check in checks_in(rubric)}
    if looked_at is not None and looked_at != checks:
        yield (
            f"{task}: {parts(root)['task'].format(task)} looks at the checks {', '.join(sorted(looked_at)) or 'none'}, "
            f"and the rubric has {', '.join(sorted(checks)) or 'none'}"
        )
    lesson = lesson or assignments(root).get(all_tasks(root).get(task, ""))
    if lesson:
        prompt = requirements.prompt_of(lesson.read_text(encoding="utf-8"), task)
        apart = requirements.faults(prompt, rubric, declared, checks)
        yield from (f"{task}: {parts(root)['rubric'].format(task)}: {fault}" for fault in apart)


def checks_in(rubric: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in rubric.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def rubric_faults(rubric: ast.Module) -> Iterator[str]:
    """What a file of checks lacks."""
    assigned = {target.id for node in rubric.body for target in targets_of(node) if isinstance(target, ast.Name)}
    if "HELD_OUT" not in assigned:
        yield "no HELD_OUT: which cases do students not have?"
    if not checks_in(rubric):
        yield "no check: no function is called test_..."
    for check in checks_in(rubric):
        if not (ast.get_docstring(check) or "").endswith("."):
            yield f"{check.name} has no docstring that is a sentence, which students read"
        alone = ast.Module(body=[check], type_ignores=[])
        if points_in(ast.unparse(alone)) is None:
            yield f"{check.name} needs one line @pytest.mark.points(N) with a number"


def targets_of(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) else []


def keys_of_checks(declared: ast.Module) -> set[str] | None:
    """The checks that a task's file looks at; None where it declares none, or they cannot be read without running it."""
    for node in ast.walk(declared):
        if isinstance(node, ast.keyword) and node.arg == "checks" and isinstance(node.value, ast.Dict):
            keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
            return set(map(str, keys)) if len(keys) == len(node.value.keys) else None
    return None


def guide_faults(root: Path, name: str, place: str) -> Iterator[str]:
    """What is missing of an answer that a person grades."""
    path = root / place.format(name)
    if not path.is_file():
        yield f"{name} is graded by a person, and there is no {path.relative_to(root)}"
    elif points_in_guide(path.read_text(encoding="utf-8")) is None:
        line = "<!-- points: N -->" if path.suffix == ".md" else "# points: N"
        yield f"{path.relative_to(root)} does not say what {name} is worth: its first line is to be {line}"


def worth(root: Path, name: str) -> bool:
    """Whether something of this name has points."""
    return any((root / place.format(name)).is_file() for place in (parts(root)["rubric"], WRITTEN, SOLVED))


def untested(root: Path | None = None) -> Iterator[str]:
    """A line for each task that no lesson tests, which is no fault: it may be for next year."""
    root = root or course_root()
    tested = all_tasks(root)
    for path in sorted((root / "lab" / "tasks").glob("[!_]*.py")):
        if path.stem not in tested:
            yield f'lab/tasks/{path.name}: no lesson has a cell test="{path.stem}": nobody is asked for it'
