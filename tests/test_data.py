"""Every file in data/ has its entry in the manifest: what it is, where it comes from, what allows it, how it was made.

`make build` keeps paths and hashes, and says which of the others a person has to write.
"""

import hashlib
import re
import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest

from lab.models import POCKET_CARD, POCKET_WEIGHTS

DATA = Path(__file__).resolve().parent.parent / "data"
MANIFEST = DATA / "manifest.toml"
FIELDS = ("path", "sha256", "source", "licence", "made_by")


def manifest() -> list[dict[str, str]]:
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["file"]


def files() -> dict[str, Path]:
    """Everything below data/ but the manifest itself and programs."""
    found = (path for path in sorted(DATA.rglob("*")) if path.is_file() and path != MANIFEST)
    kept = (path for path in found if path.suffix != ".py" and "__pycache__" not in path.parts)
    return {path.relative_to(DATA).as_posix(): path for path in kept}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_file_has_its_line():
    missing = sorted(files().keys() - {entry["path"] for entry in manifest()})
    assert missing == [], "make build"


def test_every_line_has_its_file():
    assert sorted({entry["path"] for entry in manifest()} - files().keys()) == [], "make build"


def test_no_file_has_two_lines():
    paths = [entry["path"] for entry in manifest()]
    assert paths == sorted(set(paths)), "one line for each file, in the order of their paths"


def test_every_file_is_the_one_that_its_line_means():
    changed = [e["path"] for e in manifest() if e["path"] in files() and e["sha256"] != sha256(files()[e["path"]])]
    assert changed == [], "make build, if that is meant"


def test_no_field_is_empty_or_unknown():
    for entry in manifest():
        assert tuple(entry) == FIELDS, entry["path"]
        assert all(value.strip(" ?") for value in entry.values()), entry["path"]
        assert re.fullmatch("[0-9a-f]{64}", entry["sha256"]), entry["path"]


def test_what_others_made_is_free_to_pass_on():
    for entry in manifest():
        assert entry["source"] == "own work" or re.search("CC0|public domain", entry["licence"]), entry["path"]


def test_what_made_a_file_is_there():
    """A program of this repository, or a command of the package."""
    for entry in manifest():
        program = entry["made_by"].split()
        if program[0] == "python":
            path = program[2].replace(".", "/") + ".py" if program[1] == "-m" else program[1]
            assert (DATA.parent / path).is_file(), entry["path"]
        else:
            assert program == ["autograder", "build"], entry["path"]


def photographs() -> dict[str, str]:
    """The table of data/make_photographs.py, which is a program and no module: read, not imported."""
    return dict(re.findall(r'"(\w+/\w+\.png)": "([\w.]+)"', (DATA / "make_photographs.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "original"), photographs().items())
def test_a_photograph_is_what_its_program_makes(name, original):
    """Not byte by byte, PNG's packing is a library's own affair, but number by number."""
    skimage = pytest.importorskip("skimage", reason="the photographs come from its wheel")
    from lab.images import middle_square

    made = middle_square(cv2.imread(str(Path(skimage.__file__).parent / "data" / original)), 224)
    kept = cv2.imread(str(DATA / name)).astype(np.int16)
    assert kept.shape == (224, 224, 3)
    assert np.abs(kept - made).max() <= (3 if original.endswith(".jpg") else 1)  # decoders of JPEG round differently


def test_held_out_pictures_do_not_ship():
    shipped = {sha256(path) for name, path in files().items() if name.startswith("public/")}
    held_out = {sha256(path) for name, path in files().items() if name.startswith("held_out/")}
    assert held_out
    assert shipped.isdisjoint(held_out)


def test_what_ships_is_small_enough_to_upload():
    assert POCKET_WEIGHTS.stat().st_size <= 10e6
    assert sum(path.stat().st_size for name, path in files().items() if name.startswith("public/")) < 20e6


def test_the_card_means_the_weights_that_ship():
    assert sha256(POCKET_WEIGHTS) in POCKET_CARD.read_text(encoding="utf-8")
