"""The comparison with another commit: what it runs exists, and its table says whose ratio it is."""

import ast
import importlib
from pathlib import Path

import pytest

from autograder.assignments import tasks_of
from autograder.cli import arguments
from benchmarks import against_before


@pytest.fixture
def ran(monkeypatch) -> list[tuple[Path, tuple[str, ...]]]:
    """What would have been run, tree by tree; this one takes half as long again as the one before."""
    found: list[tuple[Path, tuple[str, ...]]] = []

    def run(tree: Path, *words: str) -> float:
        found.append((tree, words))
        return 3.0 if tree == against_before.ROOT else 2.0

    monkeypatch.setattr(against_before, "run", run)
    return found


def test_the_table_has_every_class_and_the_ratio_of_now_to_before(ran, capsys):
    against_before.main(["--before", "HEAD", "--students", "2", "--turns", "3"])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    rows = [line for line in lines if line and line[0] in against_before.CLASSES]
    assert rows == [[kind, "1.00", "1.50", "1.50x", "1.50", "1.50", "1.50"] for kind in ("right", "demo", "wrong")]


def test_what_it_runs_exists(ran):
    against_before.main(["--before", "HEAD", "--students", "2", "--turns", "1"])
    makes = [words[1] for _, words in ran if words[0] == "-c"]
    grades = [words[2:] for _, words in ran if words[0] == "-m"]
    assert (len(makes), len(grades)) == (6, 12)
    for words in grades:
        assert arguments().parse_args(words).assignment == "part1"
    for source in makes:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(node.module)
                assert all(hasattr(module, name.name) for name in node.names)


def test_its_tasks_are_those_of_part_1():
    assert tuple(tasks_of("part1")) == against_before.TASKS
