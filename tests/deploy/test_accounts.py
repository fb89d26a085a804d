"""On a hub with accounts: what of the checkout they can read, and the passwords that they begin with."""

import importlib
import stat
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

JUPYTERHUB = Path(__file__).resolve().parents[2] / "deploy" / "jupyterhub"
OPEN = ("lab/show.py", "selfcheck/check.py", "deploy/jupyterhub/people.toml", ".venv/bin/python", "build/hub/home/ada")
CLOSED = (
    ".git/HEAD",
    "autograder/rubric/recipes.py",
    "build/demo/source",
    "data/held_out/fox.png",
    "docs/instructor/teaching.md",
    "gradebook.db",
    "reference_solutions/backprop.py",
    "source/part1",
    "submitted/ada",
    "tests/submissions",
)


@pytest.fixture
def prepare(monkeypatch) -> ModuleType:
    monkeypatch.syspath_prepend(JUPYTERHUB)
    return importlib.import_module("prepare")


@pytest.fixture
def checkout(tmp_path, prepare, monkeypatch) -> Path:
    """One with an environment, a hub's site and what a course directory fills with; everybody may read all of it."""
    for name in (*OPEN, *CLOSED):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for path in tmp_path.rglob("*"):
        path.chmod(0o755)
    monkeypatch.setattr(prepare, "CHECKOUT", tmp_path)
    monkeypatch.setattr(prepare, "HERE", tmp_path / "deploy" / "jupyterhub")
    monkeypatch.setattr(prepare, "sys", SimpleNamespace(prefix=str(tmp_path / ".venv")))
    return tmp_path


def readable(path: Path, top: Path) -> bool:
    """Whether another account reaches a file: all folders on the way let it pass."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents) if part.is_relative_to(top) and part != top)


def test_accounts_read_of_a_checkout_what_notebooks_need(prepare, checkout):
    prepare.close_checkout(checkout / "build" / "hub")
    assert {name: readable(checkout / name, checkout) for name in (*OPEN, *CLOSED)} == {
        **dict.fromkeys(OPEN, True),
        **dict.fromkeys(CLOSED, False),
    }


def test_its_owner_keeps_all_rights(prepare, checkout):
    prepare.close_checkout(checkout / "build" / "hub")
    assert all(path.stat().st_mode & stat.S_IRWXU == stat.S_IRWXU for path in checkout.rglob("*"))


@pytest.fixture
def typed(prepare, monkeypatch) -> list[str]:
    """What `chpasswd` is given; bob has a password already."""
    given: list[str] = []
    monkeypatch.setattr(prepare, "has_password", lambda name: name == "bob")
    chpasswd = SimpleNamespace(run=lambda command, input, **options: given.extend(input.splitlines()))
    monkeypatch.setattr(prepare, "subprocess", chpasswd)
    return given


def test_each_new_account_begins_with_a_password_of_its_own(prepare, typed, tmp_path):
    kept = tmp_path / "passwords.txt"
    prepare.set_passwords(["ada", "bob", "carl"], "", kept)
    names, words = zip(*(line.split(":") for line in typed), strict=True)
    assert names == ("ada", "carl")
    assert len(set(words)) == 2
    assert min(map(len, words)) >= 12
    assert kept.read_text().splitlines() == typed
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_passwords_of_an_earlier_start_are_not_lost(prepare, typed, tmp_path):
    kept = tmp_path / "passwords.txt"
    for name in ("ada", "carl"):
        prepare.set_passwords([name], "", kept)
    assert kept.read_text().splitlines() == typed
    assert len(typed) == 2


def test_one_password_for_all_where_one_is_asked_for(prepare, typed, tmp_path):
    prepare.set_passwords(["ada", "carl"], "as-asked", tmp_path / "passwords.txt")
    assert typed == ["ada:as-asked", "carl:as-asked"]
