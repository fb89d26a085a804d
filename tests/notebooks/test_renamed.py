"""A notebook is found by its cells where its name was changed, and nothing of it is parsed for that."""

import json
from pathlib import Path

import pytest

from autograder.assignments import declaration, task_names
from autograder.grading.submission import Submission, read_release, read_submission
from autograder.notebooks import parse
from autograder.notebooks.renamed import find

ROOT = Path(__file__).resolve().parents[2]
RELEASE = read_release(ROOT / "release" / "part1")
HOMEWORK = read_release(ROOT / "release" / "part1_homework")
NAME = "feature_attribution"
WHOLE = RELEASE[NAME]


def without_marks() -> str:
    plain = json.loads(WHOLE)
    for cell in plain["cells"]:
        cell["metadata"] = {}
    return json.dumps(plain)


def submission(folder: Path, **files: str | bytes) -> Submission:
    """What is read of a folder with some files; `__` in a name stands for a dot, `_in_` for a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_submission(folder, "ada", RELEASE)


NAMES = [
    *("feature_attribution (1).ipynb", "Copy of feature_attribution.ipynb", "FEATURE_ATTRIBUTION.IPYNB", "Kopie.ipynb"),
    *("feature_attribution-Copy1.ipynb", "ada_lovelace_hw1.ipynb", "feature_attribution.ipynb.txt", "feature_attribution.json"),
    *("feature_attribution.ipynb.json", "feature_attribution", "part1/feature_attribution.ipynb", "über uns.ipynb"),
    *("Untitled.ipynb", "feature_attribution.ipynb (2)", ".ipynb_checkpoints/feature_attribution-checkpoint.ipynb"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content", [WHOLE.encode(), WHOLE.encode("utf-16"), without_marks().encode()], ids=["utf-8", "utf-16", "bare"]
)
def test_the_only_notebook_of_the_release_is_taken_whatever_its_name(name, content, tmp_path):
    found = submission(tmp_path, **{name: content})
    assert found.notebooks == {NAME: content}
    assert found.names == [NAME]
    assert name in found.notes[NAME]
    assert found.notes[NAME] in found.parsed(NAME).problems
    assert len(found.parsed(NAME).cells) == len(json.loads(WHOLE)["cells"])


def test_the_exact_name_needs_no_note(tmp_path):
    found = submission(tmp_path, **{f"{NAME}.ipynb": WHOLE, "notes.ipynb": '{"cells": []}', "essay.txt": "def predict(x): ..."})
    assert (list(found.notebooks), found.notes, found.problems) == ([NAME], {}, {})


def test_of_two_the_exact_name_is_taken_and_both_are_named(tmp_path):
    found = submission(tmp_path, **{f"{NAME}.ipynb": WHOLE, f"{NAME} (1).ipynb": WHOLE + " "})
    assert found.notebooks == {NAME: WHOLE.encode()}
    assert f"{NAME}.ipynb was graded" in found.notes[NAME]
    assert f"'{NAME} (1).ipynb'" in found.notes[NAME]


def test_of_two_other_names_none_is_guessed_and_both_are_named(tmp_path):
    found = submission(tmp_path, **{f"{NAME} (1).ipynb": WHOLE, f"{NAME} (2).ipynb": WHOLE})
    assert found.notebooks == {}
    assert found.names == [NAME]
    (said,) = found.parsed(NAME).problems
    assert f"'{NAME} (1).ipynb'" in said
    assert f"'{NAME} (2).ipynb'" in said
    assert said.endswith("submit it again.")


@pytest.mark.parametrize("exact", [b"", b"<html>Sign in</html>", b'{"cells": []}'])
def test_an_exact_name_that_holds_nothing_gives_way_to_the_notebook_beside_it(exact, tmp_path):
    found = submission(tmp_path, **{f"{NAME}.ipynb": exact, "mine.ipynb": WHOLE})
    assert found.notebooks == {NAME: WHOLE.encode()}
    assert "'mine.ipynb'" in found.notes[NAME]


def test_jupyters_own_copy_is_no_rival(tmp_path):
    found = submission(tmp_path, **{f".ipynb_checkpoints/{NAME}-checkpoint.ipynb": WHOLE, "mine.ipynb": WHOLE + " "})
    assert found.notebooks == {NAME: (WHOLE + " ").encode()}
    found = submission(tmp_path, **{f"{NAME}.ipynb": WHOLE})
    assert f"{NAME}.ipynb was graded, and not 'mine.ipynb'" in found.notes[NAME]


@pytest.mark.parametrize(
    "content",
    [
        HOMEWORK["baselines"],
        '{"cells": [{"cell_type": "code", "source": "def predict(x): ..."}]}',
        "def predict(): ...",
        "",
        "{}",
    ],
    ids=["the homework", "one name by chance", "a script", "empty", "no cells"],
)
def test_what_holds_none_of_the_cells_is_nobodys(content, tmp_path):
    assert submission(tmp_path, **{"mine.ipynb": content}).names == []


def test_a_link_a_folder_and_what_macos_keeps_are_not_looked_into(tmp_path):
    (tmp_path / "elsewhere").write_text(WHOLE)
    folder = tmp_path / "ada"
    (folder / "deep.ipynb").mkdir(parents=True)
    (folder / "link.ipynb").symlink_to(tmp_path / "elsewhere")
    (folder / "._mine.ipynb").write_text(WHOLE)
    (folder / "lab").mkdir()
    (folder / "lab" / "mine.ipynb").write_text(WHOLE)
    assert find(folder, RELEASE).names == []


def test_nothing_is_parsed_to_find_a_notebook(tmp_path, monkeypatch):
    find(tmp_path, RELEASE)  # the release itself is ours, and read once
    monkeypatch.setattr(json, "loads", lambda *_: pytest.fail("JSON was parsed"))
    monkeypatch.setattr(parse, "read", lambda *_: pytest.fail("a notebook was read"))
    assert submission(tmp_path, **{"mine.ipynb": WHOLE}).names == [NAME]


def test_a_renamed_file_is_another_submission(tmp_path):
    one, two = (submission(tmp_path / name, **{f"{name}.ipynb": WHOLE}) for name in ("first", "second"))
    assert one.parts() != two.parts()


def test_the_release_is_known_by_its_tasks():
    assert (
        len(
            [
                task
                for task in map(declaration, task_names())
                if f"def {task.defines}(" in WHOLE or f"class {task.defines}(" in WHOLE
            ]
        )
        == 9
    )
