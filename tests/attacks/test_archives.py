"""Attacks by what is uploaded: nbgrader collects it beside an honest student's notebook, with the course's own collector."""

import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from nbgrader.apps.zipcollectapp import ZipCollectApp

from tests.attacks.arena import Arena, below
from tests.attacks.attack import Attack, attacks
from tests.attacks.holding import CONTROL, LONGEST, changes, within

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's own
]

ATTACKER, HONEST = "mallorymoe_22222", "lovelaceada_11111"
COLOURS = r"\x1b\[(\d+;)*\d*m"  # nbgrader's own
MOST = 600_000_000  # bytes that may come out of what one student uploads


class Collection(NamedTuple):
    """What nbgrader has collected, and said."""

    arena: Arena
    said: str
    changes: dict[str, tuple[str | None, str | None]]
    notebook: bytes  # the honest student's


@pytest.fixture(params=attacks("archives"), ids=lambda attack: attack.id)
def collection(request, arena, monkeypatch, capfd) -> Iterator[Collection]:
    attack: Attack = request.param
    room = arena.course_root / "downloaded" / "part1" / "archive"
    room.mkdir(parents=True)
    attack.function("build", arena.words)(room / f"{ATTACKER}_44444_feature_attribution.zip")
    notebook = (arena.course_root / "submitted/other_student/part1/feature_attribution.ipynb").read_bytes()
    (room / f"{HONEST}_33333_feature_attribution.ipynb").write_bytes(notebook)
    before = arena.state()
    monkeypatch.chdir(arena.course_root)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with within(LONGEST):
        zip_collect()
    yield Collection(arena, capfd.readouterr().err, changes(before, arena.state()), notebook)
    for folder in ("downloaded", f"submitted/{ATTACKER}", f"submitted/{HONEST}"):
        shutil.rmtree(arena.course_root / folder, ignore_errors=True)


def zip_collect() -> None:
    """`nbgrader zip_collect part1`, in this process."""
    app = ZipCollectApp()
    try:
        app.initialize(["part1"])
        app.start()
    except SystemExit:
        pass  # it has said why
    finally:
        for handler in list(app.log.handlers):
            app.log.removeHandler(handler)
            handler.close()


def test_nothing_comes_of_it(collection):
    arena, submitted = collection.arena, collection.arena.course_root / "submitted"
    own = (str(submitted / ATTACKER), str(submitted / HONEST), str(arena.course_root / "downloaded"))
    assert [path for path in collection.changes if not path.startswith(own)] == []
    honest = submitted / HONEST / "part1" / "feature_attribution.ipynb"
    assert honest.read_bytes() == collection.notebook, "the honest student's notebook was not collected"
    assert CONTROL.search(re.sub(COLOURS, "", collection.said)) is None
    assert_harmless([*below(arena.course_root / "downloaded"), *below(submitted / ATTACKER)], arena)


def assert_harmless(paths: list[Path], arena: Arena) -> None:
    """Ordinary files and folders, none that can be run by others' rights, not too much, and nobody's secrets."""
    kinds = {path: path.lstat().st_mode for path in paths if path.is_symlink() or path.exists()}
    assert [path for path, mode in kinds.items() if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or mode & 0o7000] == []
    sizes = {path: path.stat().st_size for path, mode in kinds.items() if stat.S_ISREG(mode)}
    assert sum(sizes.values()) < MOST
    others = {
        where: word for where, word in arena.secrets.items() if where != "another submission"
    }  # that one is handed in again
    small = [path for path, size in sizes.items() if size < 10_000_000]
    assert [(path, where) for path in small for where, word in others.items() if word.encode() in path.read_bytes()] == []
