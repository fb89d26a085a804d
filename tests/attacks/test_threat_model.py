"""The threat model counts the attacks that there are, and each of them says what it tries."""

import ast
import re
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.attacks.attack import CATEGORIES, HERE, Attack, attacks
from tests.this_course import ROOT, TASKS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"
LEAST = 90
SHIPPED_PACKAGES = ("lab", "selfcheck")  # what a kernel can import of this project


def rows() -> dict[str, str]:
    """First cell -> second cell of the table of attacks."""
    lines = [line.strip("|").split("|") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {cells[0].strip(): cells[1].strip() for cells in lines[2:]}


def test_its_figures_are_the_suites():
    counted = Counter(attack.category for attack in attacks())
    wanted = {f"`{name}`: {what}": str(counted[name]) for name, what in CATEGORIES.items()}
    assert rows() == wanted | {"all": str(counted.total())}
    assert counted.total() >= LEAST


def test_every_folder_is_a_category():
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name not in ("__pycache__", "channels")}
    assert folders == set(CATEGORIES)
    assert min(Counter(attack.category for attack in attacks()).values()) > 5


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_every_attack_is_whole(attack: Attack):
    """It says what it tries in a sentence of its own, and is of one kind."""
    assert re.match(r"[A-Z].{20,}\.$", attack.says, re.DOTALL), attack.says
    assert bool(attack.cells) + ("\ndef mutate(" in attack.source) + ("\ndef build(" in attack.source) == 1
    assert {where for where, _ in attack.cells} <= {*TASKS, "first", "last"}


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_what_an_attack_is_made_of_is_there(attack: Attack):
    """One that is no Python, or that imports what has another name today, would come to nothing by itself."""
    tree = ast.parse(attack.source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            wanted = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            wanted = [(str(node.module), alias.name) for alias in node.names]
        else:
            continue
        for module, name in wanted:
            if module.partition(".")[0] in SHIPPED_PACKAGES:
                loaded = import_module(module)
                assert not name or hasattr(loaded, name) or find_spec(f"{module}.{name}"), f"{module}.{name}"
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)]
    for node in used:
        module, _, name = ast.unparse(node).rpartition(".")
        if re.fullmatch(rf"({'|'.join(SHIPPED_PACKAGES)})(\.\w+)+", module) and find_spec(module):
            assert hasattr(import_module(module), name), f"{module}.{name}"
    for name in re.findall(r'"@PROJECT@/([^"{]+)"', attack.source):
        assert (ROOT / name).exists(), name


def test_no_two_attacks_say_the_same():
    said = Counter(attack.says for attack in attacks())
    assert {text for text, times in said.items() if times > 1} == set()
