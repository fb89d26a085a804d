"""The build keeps the manifest of data/: paths and hashes are computed, what only people know is asked for in one line."""

import hashlib
import tomllib

import pytest

from autograder.authoring.manifest import NAME, manifest
from tests.this_course import ROOT

OURS = {"data/public/made.json": "{}"}
HEADER = "# Every file of ours.\n# And why.\n\n"
ENTRY = """[[file]]
path = "public/cat.png"
sha256 = "{hash}"
source = "Chelsea, photographed by Stéfan \\"the\\" photographer"
licence = "CC0"
made_by = "python data/make.py"
"""


@pytest.fixture
def course(tmp_path):
    for name, text in (("public/cat.png", "cat"), ("make.py", "code"), ("__pycache__/make.cpython-311.pyc", "code")):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    (tmp_path / NAME).write_text(HEADER + ENTRY.format(hash=sha("cat")), encoding="utf-8")
    return tmp_path


def needs(said: str) -> str:
    return f"data/manifest.toml: {said}: write what is true in place of '?'"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def entries(text: str) -> dict[str, dict[str, str]]:
    return {entry["path"]: entry for entry in tomllib.loads(text)["file"]}


def test_the_manifest_that_is_there_is_what_the_build_writes():
    kept = manifest(ROOT, {})
    assert kept.text == (ROOT / NAME).read_text(encoding="utf-8"), "make build"
    assert kept.notes == []


def test_nothing_changes_where_nothing_has_changed(course):
    assert manifest(course, {}) == ((course / NAME).read_text(encoding="utf-8"), [])


def test_what_the_build_makes_needs_nobody(course):
    kept = manifest(course, OURS)
    made = entries(kept.text)["public/made.json"]
    assert made["sha256"] == sha("{}")
    assert made["made_by"] == "autograder build"
    assert kept.notes == []
    assert kept.text.startswith(HEADER)
    assert list(entries(kept.text)) == ["public/cat.png", "public/made.json"]


def test_a_new_file_has_its_hash_and_one_line_asks_for_the_rest(course):
    (course / "data" / "public" / "dog.png").write_text("dog", encoding="utf-8")
    kept = manifest(course, {})
    assert entries(kept.text)["public/dog.png"]["sha256"] == sha("dog")
    assert kept.notes == [needs("public/dog.png needs its source, licence, made_by")]


def test_it_is_asked_for_again_until_it_is_written(course):
    (course / "data" / "public" / "dog.png").write_text("dog", encoding="utf-8")
    text = manifest(course, {}).text.replace('licence = "?"', 'licence = "CC0"')
    (course / NAME).write_text(text, encoding="utf-8")
    kept = manifest(course, {})
    assert kept.text == text
    assert kept.notes == [needs("public/dog.png needs its source, made_by")]


def test_a_changed_picture_of_others_is_pointed_out(course):
    (course / "data" / "public" / "cat.png").write_text("another cat", encoding="utf-8")
    kept = manifest(course, {})
    assert entries(kept.text)["public/cat.png"] | {"sha256": sha("cat")} == entries((course / NAME).read_text())["public/cat.png"]
    assert entries(kept.text)["public/cat.png"]["sha256"] == sha("another cat")
    assert kept.notes == ["data/manifest.toml: public/cat.png is another file than before: do its source and licence still hold?"]


def test_what_is_gone_leaves_and_that_is_said(course):
    (course / "data" / "public" / "cat.png").unlink()
    kept = manifest(course, OURS)
    assert list(entries(kept.text)) == ["public/made.json"]
    assert kept.notes == ["data/manifest.toml: public/cat.png is gone, and its entry with it"]


def test_a_course_without_a_manifest_gets_one(course):
    (course / NAME).unlink()
    kept = manifest(course, {})
    assert kept.text.startswith("# ")
    assert len(kept.notes) == 1
    assert list(entries(kept.text)) == ["public/cat.png"]


@pytest.mark.parametrize("text", ["[[file]]\npath = ", '[[file]]\nsha256 = "1"\n', "file = 3\n", '[file]\npath = "a"\n'])
def test_a_manifest_that_cannot_be_read_is_refused_by_name(text, course):
    (course / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"manifest\.toml cannot be read"):
        manifest(course, {})
