"""Pages made from hostile notebooks, in a real browser: no student's script runs, nothing is asked for, nothing leads away.

The same payloads work in the pages that nbconvert makes by itself, so these tests can fail.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.feedback.pages import POLICY
from autograder.gradebook.nbgrader_course import Course
from tests import payloads
from tests.browser.chromium import PROGRAM, PROVOKE, Browser, Visit, chromium
from tests.rendered import bare_pages, feedback_page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium here; on Debian and Ubuntu: apt install chromium"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own: "not in session"
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and SQLAlchemy's own
]

IN_EVERY_FRAME = (
    f"for (const frame of document.querySelectorAll('iframe')) try {{ frame.contentWindow.eval({PROVOKE!r}) }} catch {{}}"
)
RAN_IN_FRAMES = (
    "[...document.querySelectorAll('iframe')].flatMap(f => { try { return f.contentWindow.ran } catch { return [] } })"
)
SHOWN = """({
  images: document.images.length, drawn: [...document.images].filter(image => image.naturalWidth > 1).length,
  formulas: document.querySelectorAll('math').length, scripts: document.scripts.length,
  fraction: (document.querySelector('mfrac') || document.body).getBoundingClientRect().height,
  fixed: [...document.querySelectorAll('#notebook *')].filter(part => getComputedStyle(part).position === 'fixed').length,
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def visit(browser: Browser, page: str, folder: Path, **more: str) -> Visit:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return browser.visit(path.as_uri(), **more)


def inert(seen: Visit, url: str | None = None) -> None:
    assert seen.ran == []
    assert seen.requests == []
    if url:
        assert seen.ended == url


def asked_of_attacker(seen: Visit) -> set[str]:
    return {found[1] for one in seen.requests if (found := re.match(rf"{payloads.HOST}/(\w+)", one))}


def test_the_payloads_work_where_nothing_is_made_safe(browser, tmp_path):
    page, broken = bare_pages()
    seen = visit(browser, page, tmp_path, act=IN_EVERY_FRAME, measure=RAN_IN_FRAMES)
    worked = set(seen.measured) | asked_of_attacker(seen) | set(broken)
    silent = (set(payloads.MARKDOWN) | set(payloads.OUTPUTS)) - worked
    assert len(worked) > 35, f"silent: {sorted(silent)}"


def test_feedback_is_inert(browser, tmp_path):
    seen = visit(browser, feedback_page(payloads.notebook()), tmp_path, measure=SHOWN)
    inert(seen, (tmp_path / "page.html").as_uri())
    assert seen.measured["scripts"] == seen.measured["fixed"] == 0


def test_feedback_is_inert_without_its_policy(browser, tmp_path):
    """What is written into the page needs no browser's help."""
    page = feedback_page(payloads.notebook())
    assert POLICY in page
    inert(visit(browser, page.replace(POLICY, ""), tmp_path), (tmp_path / "page.html").as_uri())


def test_the_policy_alone_keeps_a_page_inert(browser, tmp_path):
    """The second wall: what if one of the first had a hole? The worst page of all, with the policy alone."""
    page, _ = bare_pages()
    seen = visit(browser, page.replace("<meta", f"{POLICY}<meta", 1), tmp_path, act=IN_EVERY_FRAME, measure=RAN_IN_FRAMES)
    assert seen.measured == []
    assert asked_of_attacker(seen), "the payloads did try"
    assert set(seen.requests) <= set(seen.blocked)


# --- a submission's whole way, with nbgrader's own commands and the formgrader's server -----------------------------------


class Graded(NamedTuple):
    course: Course
    feedback: Path
    submission: str  # its id in the gradebook: the formgrader's address


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Graded:
    """One student's notebook with right answers and with all that is hostile, graded in the box."""
    course = new_course(tmp_path_factory.mktemp("inert") / "course")
    write_source("part1_homework", course.root)
    write_release("part1_homework", course)
    folder = course.root / "submitted" / "eve" / "part1_homework"
    hand_in(Student("eve"), course.root / "release" / "part1_homework", folder, 0)
    (path,) = folder.glob("*.ipynb")
    make_hostile(path)
    (folder / "solution.html").write_text("<script>pwned('file')</script>")
    done = course.autograde("part1_homework", "eve")
    assert done.success, done.log
    done = course.generate_feedback("part1_homework", "eve")
    assert done.success, done.log
    with course.gradebook() as book:
        submission = book.find_submission_notebook(path.stem, "part1_homework", "eve").id
    return Graded(course, course.folder("feedback", "eve", "part1_homework") / f"{path.stem}.html", submission)


def make_hostile(path: Path) -> None:
    """Adds every payload to a notebook, as text and as what a cell displays; to a written answer a picture and a formula, too."""
    notebook = nbformat.read(path, as_version=4)
    written = next(cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.metadata.get("nbgrader"))
    written.source += "\n\nThat is $\\frac{1}{2}$, see ![my figure](attachment:figure.png)\n\n" + payloads.MARKDOWN["img_onerror"]
    written.attachments = {"figure.png": {"image/png": payloads.PNG}}
    shown = {name: output for name, output in payloads.OUTPUTS.items() if output["output_type"] == "display_data"}
    notebook.cells += [new_markdown_cell(source) for source in payloads.MARKDOWN.values()]
    notebook.cells += [
        new_code_cell(f"display({output['data']!r}, metadata={output['metadata']!r}, raw=True)") for output in shown.values()
    ]
    notebook.cells += [new_code_cell(f"raise ValueError({payloads.HTML.format('raised')!r})")]
    nbformat.write(notebook, path)


def test_a_graded_feedback_is_inert_and_shows_what_is_harmless(browser, graded):
    seen = browser.visit(graded.feedback.as_uri(), measure=SHOWN)
    inert(seen, graded.feedback.as_uri())
    assert seen.measured["images"] == seen.measured["drawn"] > 4
    assert seen.measured["formulas"] > 3
    assert 15 < seen.measured["fraction"] < 100, "a fraction is taller than a line, where the browser draws it"


def test_the_formgrader_is_inert(browser, graded):
    """Its own scripts run; the student's do not, and all that is asked for is the server's own."""
    with formgrader(graded.course.root) as server:
        url = f"{server}/formgrader/submissions/{graded.submission}/"
        seen = browser.visit(url, act=PROVOKE.replace("body *", "#notebook-container .rendered_html *, .output *"), measure=SHOWN)
    elsewhere = [asked for asked in seen.requests if not asked.startswith(f"{server}/")]
    assert elsewhere == []
    assert not any("solution.html" in asked for asked in seen.requests)
    assert seen.requests, "its own scripts were fetched"
    assert seen.ran == []
    assert re.sub(r"\?index=\d+$", "", seen.ended) == url  # the page itself goes to the answer that waits
    assert seen.measured["images"] == seen.measured["drawn"] > 4
    assert seen.measured["formulas"] > 3


@contextmanager
def formgrader(root: Path) -> Iterator[str]:
    """A Jupyter server in a course directory, with nbgrader's formgrader."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(
            sys.executable,
            "-m",
            "jupyter_server",
            "--no-browser",
            "--allow-root",
            f"--port={port}",
            f"--ServerApp.root_dir={root}",
        ),
        "--IdentityProvider.token=",
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
    ]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(root), "JUPYTER_RUNTIME_DIR": str(root / "runtime")}
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/api/status")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(url: str, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)
