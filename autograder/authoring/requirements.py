"""What prompts ask for beside what is tested: a rubric names for each requirement of its prompt the check and a case.

`REQUIREMENTS` in a file of checks: words of the prompt -> (check, number of a case); visible cases are numbered from 0, held-out
ones from 100. It is read here without being run.
"""

import ast
import re
from collections.abc import Iterator

from selfcheck.task import FIRST_NUMBER

NAME = "REQUIREMENTS"
HEADING = re.compile(r"^# #{2,4} Task:", re.MULTILINE)
BULLET = re.compile(r"^# [-*] (.*(?:\n#  +\S.*|\n# [^\s#*-].*)*)", re.MULTILINE)
TIP = re.compile(r"\A\**(?:Tips?|Hints?)\b", re.IGNORECASE)  # these ask for nothing
Requirements = dict[str, tuple[str, int]]


def prompt_of(lesson: str, task: str) -> str:
    """A task's prompt: what stands between the last heading of a task and its cell, as the lesson has it."""
    before = lesson.partition(f'# %% solution="{task}"')[0]
    headings = list(HEADING.finditer(before))
    return before[headings[-1].end() :] if headings else ""


def in_one_line(text: str) -> str:
    """Text without the lesson's comment signs and line breaks."""
    return " ".join(re.sub(r"^#", " ", text, flags=re.MULTILINE).split())


def declared_in(rubric: ast.Module) -> Requirements | None:
    """The requirements that a file of checks declares; None where it declares none.

    Raises:
        ValueError: they are not written as words -> (check, number).
    """
    for node in rubric.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == NAME for target in targets):
            found = ast.literal_eval(node.value) if isinstance(node.value, ast.Dict) else None  # type: ignore[attr-defined]
            match = isinstance(found, dict) and all(is_requirement(*pair) for pair in found.items())
            if not match or found is None:
                raise ValueError("each is to be words of the prompt, the name of a check and the number of a case")
            return found
    return None


def is_requirement(words: object, where: object) -> bool:
    match where:
        case (str(), int()):
            return isinstance(words, str) and bool(words)
    return False


def length_of(module: ast.Module, name: str) -> int | None:
    """How many elements a list has that is assigned to a name, or passed under it; None where it is not written out."""
    for node in ast.walk(module):
        named = (
            (isinstance(node, ast.keyword) and node.arg == name)
            or (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name)
            or (isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets))
        )
        if named and isinstance(node.value, ast.List):  # type: ignore[attr-defined]
            return None if any(isinstance(one, ast.Starred) for one in node.value.elts) else len(node.value.elts)  # type: ignore[attr-defined]
    return None


def faults(prompt: str, rubric: ast.Module, declared: ast.Module, checks: set[str]) -> Iterator[str]:
    """What a prompt asks for that no case is named for, and what is named that it does not ask for.

    Args:
        prompt: as `prompt_of` gives it.
        rubric, declared: the files of the task's checks and of the task itself.
        checks: the names of its checks.
    """
    try:
        requirements = declared_in(rubric)
    except ValueError as error:
        yield f"{NAME} cannot be read: {error}"
        return
    if not requirements:
        yield f"no {NAME}: which check, on which case, tests what the prompt asks for?"
        return
    said = in_one_line(prompt)
    for words, (check, number) in requirements.items():
        if in_one_line(words) not in said:
            yield f'the prompt does not say "{words}", which {NAME} names; have they grown apart?'
        if check not in checks:
            yield f'"{words}" is tested by {check}, says {NAME}; there are the checks {", ".join(sorted(checks))}'
        if not is_case(number, length_of(declared, "visible"), length_of(rubric, "HELD_OUT")):
            yield f'"{words}" is tested on case {number}, says {NAME}; there is none: held-out cases begin at {FIRST_NUMBER}'
    for bullet in BULLET.findall(prompt):
        asked = in_one_line(bullet)
        if not TIP.match(asked) and not any(in_one_line(words) in asked for words in requirements):
            yield f'the prompt asks "{asked[:80]}", and {NAME} names no case for it; test it, or do not ask'


def is_case(number: int, visible: int | None, held_out: int | None) -> bool:
    """Whether there may be a case of a number, given how many there are of either kind, None where that is not known."""
    place, most = (number, visible) if number < FIRST_NUMBER else (number - FIRST_NUMBER, held_out)
    return place >= 0 and (most is None or place < most)
