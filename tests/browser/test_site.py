"""The documentation as a site: built without a warning, complete, whole by itself, found by words, readable light and dark."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.chromium import PROGRAM, Browser, chromium
from tests.browser.test_pages_are_readable import AXE, FAULTS, NARROW, TOO_WIDE, WIDE, WITHOUT_WORDS
from tests.this_course import ROOT

DOCS = ROOT / "docs"
MIRRORED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
LOOKED_AT = ("index", "students", "api/rubric", "commands", "project/contributing", "instructor/new-task", "search")
OPTIONS = ("-b", "html", "-n", "-W", "--keep-going", "-q")  # as in the Makefile
LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}  # at once, unlike what is clicked

pytestmark = pytest.mark.slow
in_a_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium here; on Debian and Ubuntu: apt install chromium")


class Read(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.places |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in LOADED and found.get(LOADED[tag]):
            self.loads.append(found[LOADED[tag]])


def built(source: Path, target: Path) -> subprocess.CompletedProcess:
    """What Sphinx says of it, with every warning an error."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sphinx", *OPTIONS, source, target]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = built(DOCS, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Read]:
    return {path: Read(path) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def configuration():
    """docs/conf.py, as a module."""
    spec = importlib.util.spec_from_file_location("site_conf", DOCS / "conf.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_it_is_built_by_make_as_it_is_here():
    (line,) = re.findall(r"-m sphinx (.+) docs build/site$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert tuple(line.split()) == OPTIONS


def test_every_page_of_docs_and_every_page_on_top_is_in_it(site):
    for path in DOCS.rglob("*.md"):
        assert (site / path.relative_to(DOCS)).with_suffix(".html").is_file(), path
    assert {ROOT / name for name in MIRRORED} <= set(configuration().mirrored())


def test_every_page_can_be_reached_from_the_first(site, pages):
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path not in reached and path in pages:
            reached.add(path)
            waiting += [
                (path.parent / unquote(urlsplit(link).path)).resolve() for link in pages[path].links if urlsplit(link).path
            ]
    assert set(pages) - reached <= {site / name for name in ("genindex.html", "py-modindex.html", "search.html")}


def test_every_link_within_it_leads_to_a_place_that_is_there(pages):
    wrong = []
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target in pages and (not parts.fragment or unquote(parts.fragment) in pages[target].places)
            if not there and not (target not in pages and target.is_file()):
                wrong.append((path.name, link))
    assert wrong == []


def test_no_page_loads_anything_from_elsewhere(site, pages):
    assert sum(len(page.loads) for page in pages.values()) > 100
    assert {load for page in pages.values() for load in page.loads if urlsplit(load).scheme not in ("", "data")} == set()
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(['\"]?(?:https?:)?//[^)]*\)|@import\s+['\"]?https?:", styles) == []


def test_what_authors_of_courses_write_is_described_from_docstrings(site):
    text = (site / "api" / "tasks.html").read_text(encoding="utf-8")
    assert 'id="selfcheck.task.Task"' in text
    assert "recipes of the cases that students have" in text
    assert 'id="autograder.judging.misconception.mistakes_in"' in (site / "api" / "misconceptions.html").read_text(
        encoding="utf-8"
    )


def test_what_the_next_release_changes_is_in_it(site):
    text = (site / "project" / "changes.html").read_text(encoding="utf-8")
    assert "The next release" in text
    assert len(re.findall("<li>", text.partition("The next release")[2])) >= len(list((ROOT / "changelog.d").glob("+*.md")))


# --- what would stop it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [("[gone](gone.md)", "gone.md"), ("[gone](#gone)", "gone"), ("![gone](gone.png)", "gone.png"), ("[fine](#mini)", "")],
    ids=["page", "place", "picture", "none"],
)
def test_a_link_that_leads_nowhere_stops_it(line, said, tmp_path):
    (tmp_path / "docs" / "_static").mkdir(parents=True)
    (tmp_path / "changelog.d").mkdir()
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    shutil.copyfile(DOCS / "conf.py", tmp_path / "docs" / "conf.py")
    shutil.copyfile(DOCS / "_static" / "site.css", tmp_path / "docs" / "_static" / "site.css")
    (tmp_path / "docs" / "index.md").write_text(f"# Mini\n\n{line}\n", encoding="utf-8")
    done = built(tmp_path / "docs", tmp_path / "site")
    assert (done.returncode != 0) is bool(said), done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("../README.md", "commands", "project/overview.md"),
        ("../../README.md", "instructor/README", "../project/overview.md"),
        ("versions.md", "commands", "versions.md"),
        ("../lab/show.py", "commands", "https://github.com/YOUR_NAME/YOUR_COURSE/blob/main/lab/show.py"),
        ("results.schema.json", "commands", "https://github.com/YOUR_NAME/YOUR_COURSE/blob/main/docs/results.schema.json"),
    ],
)
def test_a_link_out_of_docs_leads_on(target, page, expected):
    assert configuration().led_on(target, DOCS / f"{page}.md", page) == expected


# --- in a browser ----------------------------------------------------------------------------------------------------


def shown(page, mode: str) -> None:
    """Chooses light or dark as the button does."""
    page.value(f"document.documentElement.dataset.mode = document.documentElement.dataset.theme = '{mode}'")
    page.value("new Promise(done => setTimeout(done, 400))")  # colours change over a while


@in_a_browser
@pytest.mark.parametrize(("mode", "width"), [("light", WIDE), ("dark", NARROW)])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_it_is_whole_by_itself_and_everybody_can_read_it(browser, site, name, mode, width):
    with browser.opened((site / f"{name}.html").as_uri(), width) as page:
        shown(page, mode)
        assert page.complaints() == []
        assert [address for address in page.requests() if not address.startswith("file:")] == []
        assert page.value(TOO_WIDE) <= 0
        assert page.value(WITHOUT_WORDS) == 0
        if AXE.is_file():
            page.value(AXE.read_text(encoding="utf-8"))
            assert page.value(FAULTS) == []


@in_a_browser
def test_light_and_dark_differ(browser, site):
    with browser.opened((site / "index.html").as_uri(), WIDE) as page:
        colours = []
        for mode in ("light", "dark"):
            shown(page, mode)
            colours.append(page.value("getComputedStyle(document.body).backgroundColor"))
    assert len(set(colours)) == 2


@in_a_browser
def test_a_word_is_found(browser, site):
    with browser.opened((site / "search.html").as_uri() + "?q=extensions.csv", WIDE) as page:
        page.value("new Promise(done => setTimeout(done, 3000))")
        assert any(
            "deadlines" in link for link in page.value("[...document.querySelectorAll('#search-results a')].map(a => a.href)")
        )
