"""What is no notebook is called by its name, and what was only saved in another encoding is read."""

import gzip
import io
import json
import zipfile

import pytest

from autograder.notebooks import parse
from autograder.notebooks.decoding import text_of
from autograder.notebooks.file_kinds import line_of_conflict
from autograder.notebooks.parse import read, read_elsewhere, read_here

NAME = "ada.ipynb"
CODE = {"cell_type": "code", "source": "# idée\nx = 1", "metadata": {}, "outputs": []}
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CODE]}
TEXT = json.dumps(NOTEBOOK, ensure_ascii=False, indent=1)


def zipped(*names: str) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return room.getvalue()


def conflicting(text: str = TEXT) -> bytes:
    first, line, *rest = text.split("\n")
    return "\n".join([first, "<<<<<<< HEAD", line, "=======", line, ">>>>>>> 3f2a (laptop)", *rest]).encode()


LOG_IN = b"\n\n<html><body><form><input type='password'>Sign in</form></body></html>"
KINDS = {
    "web_page": (b"<!DOCTYPE html>\n<html><body>No</body></html>", "web page (HTML)"),
    "log_in": (LOG_IN, "the one to log in"),
    "old_html": (b"\xef\xbb\xbf<HTML><HEAD></HEAD></HTML>", "web page"),
    "exported_page": (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''>\n<html xmlns=''>", "web page"),
    "mhtml": (b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;", "web page"),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
    "script": (b"#!/usr/bin/env python\nimport torch\n", "Python script"),
    "exported_script": (b"# In[1]:\n\n\nx = 1\n", "Python script"),
    "jupytext": (b"# ---\n# jupyter: ...\n# ---\n\n# %%\nx = 1\n", "Python script"),
    "script_in_latin_1": ("# idée\ndef f(x):\n    return x\n".encode("latin-1"), "Python script"),
    "script_in_utf_16": ("import torch\n".encode("utf-16"), "Python script"),
    "markdown": (b"# Title\n\n```python\nx = 1\n```\n", "Markdown"),
    "words": (b"Dear Sir, please find attached", "plain text"),
    "conflict": (conflicting(), "git conflict"),
    "conflict_crlf": (conflicting().replace(b"\n", b"\r\n"), "git conflict"),
    "conflict_in_utf_16": (conflicting().decode().encode("utf-16"), "git conflict"),
    "conflict_in_a_script": (conflicting("import torch\nx = 1\n"), "git conflict"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "Git LFS"),
    "diff": (b"diff --git a/x.ipynb b/x.ipynb\n", "diff"),
    "zip": (zipped("part1/feature_attribution.ipynb"), "zip archive"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "Word document"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Word document"),
    "rtf": (b"{\\rtf1\\ansi def", "document"),
    "gzip": (gzip.compress(TEXT.encode()), "gzip archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "RAR archive"),
    "seven": (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip archive"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "image"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
    "heic": (b"\x00\x00\x00\x18ftypheic", "image"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
    "lnk": (b"L\x00\x00\x00\x01\x14\x02\x00\x00\x00", "Windows shortcut"),
    "url": (b"[InternetShortcut]\r\nURL=https://colab.research.google.com/drive/1\r\n", "shortcut"),
    "alias": (b"book\x00\x00\x00\x00mark\x00", "macOS alias"),
    "resource_fork": (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "macOS"),
    "zeros": (bytes(4096), "is empty"),
    "blank": (b"\xef\xbb\xbf", "no notebook"),
    "cut_off": (TEXT.encode()[:-40], "breaks off"),
    "cut_off_in_a_string": (TEXT.encode()[:90], "breaks off"),
    "zeros_at_the_end": (TEXT.encode() + bytes(512), "zero bytes"),
    "comma_lost": (TEXT.replace('4,\n "nbformat_minor"', '4\n "nbformat_minor"').encode(), "in line 3"),
    "random": (bytes(range(256)) * 4, "no notebook"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_something_else_is_called_by_its_name_in_one_line_that_says_how_to_go_on(kind):
    raw, word = KINDS[kind]
    found = read(raw, NAME)
    assert found.cells == []
    (said,) = found.problems
    assert word in said
    assert said.startswith(NAME)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 300
    assert "submit" in said.lower(), f"says no mend: {said}"


def test_a_notebook_that_speaks_of_conflicts_is_none():
    """The markers stand in a string of the JSON, so the file reads; the cell that has all of them is named."""
    words = CODE | {"cell_type": "markdown", "source": "Between `<<<<<<< HEAD` and `>>>>>>> x` stands ======="}
    assert read(json.dumps(NOTEBOOK | {"cells": [CODE, words]}).encode(), NAME).problems == []
    clash = CODE | {"source": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs"}
    found = read(json.dumps(NOTEBOOK | {"cells": [CODE, clash]}).encode(), NAME)
    assert len(found.cells) == 2
    assert found.problems == [f"Cell 2 of {NAME} holds a git conflict: choose one of the two versions in it."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n<<<<<<< x\n=======\n>>>>>>> y", 2),
        ("<<<<<<< x\n||||||| z\n=======\n>>>>>>> y", 1),
        ("<<<<<<< x\n>>>>>>> y", 0),
        ("", 0),
    ],
)
def test_a_conflict_has_three_markers(text, line):
    assert line_of_conflict(text) == line


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1", "cp1252"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_is_read_and_what_is_not_utf_8_is_said(encoding, end):
    found = read(TEXT.replace("\n", end).encode(encoding), NAME)
    assert [cell.source for cell in found.cells] == [CODE["source"]]
    assert len(found.problems) == (not encoding.startswith("utf-8"))
    assert all("read as" in problem for problem in found.problems)


def test_a_mark_at_the_front_may_be_of_utf_16_too():
    for mark in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert read(("\ufeff" + TEXT).encode(mark), NAME).cells[0].source == CODE["source"]


def test_quotation_marks_of_windows_are_what_they_were():
    assert text_of("“idée” – 5 €".encode("cp1252"))[0] == "“idée” – 5 €"
    assert text_of("é".encode() + "é".encode("latin-1"))[0] == "éé"
    assert text_of(b"\x81\x8d")[0] == "\x81\x8d", "what Windows-1252 lacks is latin-1's"


# --- large files ----------------------------------------------------------------------------------------------------


def large(output: object) -> bytes:
    return json.dumps(NOTEBOOK | {"cells": [CODE, CODE | {"outputs": [output]}]}).encode()


def test_a_large_notebook_is_read_elsewhere_and_gives_the_same(monkeypatch):
    raw = large({"data": {"image/png": "A" * parse.LARGE}})
    expected = read_here(raw, NAME)
    monkeypatch.setattr(parse, "read_here", lambda *_: pytest.fail("it was read in this process"))
    assert read(raw, NAME) == expected
    assert len(expected.cells) == 2


@pytest.mark.parametrize("raw", [TEXT.encode("utf-16"), TEXT.encode("latin-1"), b"%PDF-", conflicting(), b"\xff" * 100])
def test_elsewhere_all_is_as_here(raw):
    assert read_elsewhere(raw, NAME) == read_here(raw, NAME)


def test_what_takes_too_much_memory_gives_one_line():
    raw = b'{"cells":[' + b"{}," * 20_000_000 + b"{}]}"
    found = read(raw, NAME)
    assert found.cells == []
    assert found.problems == [f"{NAME} (60 MB) takes too much memory or time to be read. Clear its outputs and submit it again."]


def test_what_takes_too_long_gives_the_same_line(monkeypatch):
    monkeypatch.setattr(parse, "SECONDS", 0.001)
    assert "Clear its outputs" in read_elsewhere(TEXT.encode(), NAME).problems[0]


def test_pictures_in_cells_have_a_bound_together():
    picture = {"cell_type": "markdown", "source": "!", "metadata": {}, "attachments": {"a.png": {"image/png": "A" * 3_000_000}}}
    found = read(json.dumps(NOTEBOOK | {"cells": [picture] * 20}).encode(), NAME)
    assert len(found.cells) == 13
    assert "number 14 on were not read" in found.problems[0]
