"""What is documented is true: commands, options, files, settings, points and messages are those that there are."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp

from autograder.cli import arguments
from autograder.judging.points import max_points, points_of_guides
from tests.asking import SAMPLES
from tests.lab.test_check import needed, notebook, said
from tests.this_course import TASKS

ROOT = Path(__file__).resolve().parent.parent
PAGES_ON_TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
FRAGMENTS = sorted((ROOT / "changelog.d").glob("*.md"))  # true when they are written; the change log keeps them as they were
DOCUMENTS = [*(ROOT / page for page in PAGES_ON_TOP), *sorted((ROOT / "docs").rglob("*.md")), *FRAGMENTS]
MADE_LATER = (
    ".venv",
    "submitted",
    "autograded",
    "feedback",
    "reports",
    "build",
    "downloaded",
    "gradebook.db",
)  # by commands, not in git
PROGRAMS = ("make", "autograder", "nbgrader", "pytest")
WRITTEN_BY_THE_READER = r"(?:New file|n place of the example, in|n place of the cells at the end of) `([^`]+)`"
STANDS_FOR = {"ADDRESS": "tcp://server:8786", "PATH": "sh"}  # in commands: what the reader writes there
PLACEHOLDER = re.compile(r"[A-Z]{3,}")  # DIR, FILE.ipynb

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def blocks(document: Path, *languages: str) -> list[str]:
    """The fenced blocks of a language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", document.read_text(encoding="utf-8"), re.M | re.S)
    return [text for language, text in found if language in languages]


def inline(document: Path) -> list[str]:
    """What stands between backticks in the running text."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [" ".join(words.split()) for words in re.findall(r"`([^`]+)`", text)]


def commands(document: Path) -> list[list[str]]:
    """All the commands of a document, in words: lines of shell blocks, and inline code that begins with a program."""
    lines = [line for text in blocks(document, "sh", "bash") for line in text.replace("\\\n", " ").splitlines()]
    split = [shlex.split(line, comments=True) for line in lines]
    split += [shlex.split(words) for words in inline(document) if words.split()[0] in PROGRAMS and " " in words]
    return [[words[0].rpartition("/")[2], *words[1:]] for words in split if words]


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def of(program: str, document: Path) -> list[list[str]]:
    return [words[1:] for words in commands(document) if words[0] == program]


@cache
def points() -> dict[str, float]:
    return {task: max_points(task) for task in (*TASKS, *points_of_guides())}


# --- commands ------------------------------------------------------------------------------------------------------


def test_the_readme_begins_with_its_two_commands():
    first, *_ = blocks(ROOT / "README.md", "sh", "bash")
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]


@each_document
def test_every_program_is_known(document):
    assert {words[0] for words in commands(document)} <= {
        *PROGRAMS,
        ".",
        "git",
        "cd",
        "eval",
        "pip",
        "python",
        "python3",
        "docker",
        "bash",
        "helm",
    }


@each_document
def test_every_make_target_is_in_the_makefile(document):
    named = {word for words in of("make", document) for word in words if "=" not in word and not word.startswith("-")}
    assert named <= targets()


def test_every_make_target_is_in_the_readme():
    named = {word for words in of("make", ROOT / "README.md") for word in words}
    assert targets() - named <= {"clean"}


@each_document
def test_every_autograder_command_is_understood(document, capsys):
    refused = {}
    for words in of("autograder", document):
        try:
            arguments().parse_args([STANDS_FOR.get(word, word) for word in words])
        except SystemExit as ending:  # it has said why on stderr
            refused[" ".join(words)] = ending.code
    assert set(refused.values()) <= {0}, refused  # 0: it was --help
    assert "is called" not in capsys.readouterr().err, "that is an old name"


@each_document
def test_every_nbgrader_command_is_one_of_nbgraders(document):
    assert {words[0] for words in of("nbgrader", document)} <= set(NbGraderApp.subcommands)


@each_document
def test_every_option_of_pytest_is_ours_or_pytests(document, pytestconfig):
    ours = (ROOT / "autograder" / "pytest_door.py").read_text(encoding="utf-8")
    for words in of("pytest", document):
        for option in (word.partition("=")[0] for word in words if word.startswith("--")):
            assert f'"{option}"' in ours or option.lstrip("-") in vars(pytestconfig.option) or option == "--junitxml", option


# --- files, settings, points, messages -----------------------------------------------------------------------------


@each_document
def test_every_file_that_is_named_is_there(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    missing = {link for link in links if not (document.parent / link).exists()}
    words = [word for command in commands(document) for word in command[1:]] + inline(document)
    paths = {word for word in words if re.fullmatch(r"[\w.-]+(/[\w.-]*)+", word) and not PLACEHOLDER.search(word)}
    paths = {path for path in paths if path.split("/")[0] not in MADE_LATER} - set(re.findall(WRITTEN_BY_THE_READER, text))
    missing |= {path for path in paths if not any((room / path).exists() for room in (ROOT, ROOT / "data"))}
    assert missing == set(), "if only release/ or source/ is missing: make build"


@each_document
def test_every_setting_that_is_named_is_in_the_configuration(document):
    configurations = (ROOT / "nbgrader_config.py", ROOT / "deploy" / "jupyterhub" / "etc" / "student" / "nbgrader_config.py")
    configuration = "".join(path.read_text(encoding="utf-8") for path in configurations)
    named = re.findall(r"\bc\.[A-Z]\w+\.\w+", document.read_text(encoding="utf-8"))
    assert [name for name in named if name not in configuration] == []


@each_document
def test_points_in_tables_are_the_rubrics(document):
    for line in document.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")] if line.startswith("|") else []
        numbers = [float(cell) for cell in cells[1:] if re.fullmatch(r"\d+(\.\d+)?", cell)]
        if cells and cells[0] in points() and numbers:
            assert points()[cells[0]] in numbers, line


def said_of_wrong_samples(task: str) -> set[str]:
    """What the check says of a task's wrong samples."""
    paths = sorted((SAMPLES / "wrong" / task).glob("*.py"))
    return {said(notebook(*needed(task), path.read_text(encoding="utf-8")), task).strip() for path in paths}


@each_document
def test_messages_of_the_check_are_as_they_are_printed(document, monkeypatch):
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    for text in blocks(document, "text"):
        found = re.match(r"✗ (\w+): ", text)
        if found and found[1] in TASKS:
            assert text.strip() in said_of_wrong_samples(found[1])
