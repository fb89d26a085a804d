"""The pictures of docs/, made anew from the demo's class: python -m tests.browser.pictures, or `make pictures`."""

import contextlib
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image

from autograder.assignments import solved_cell, tasks_of
from autograder.gradebook.feedback_run import make_feedback
from autograder.gradebook.nbgrader_course import Course
from autograder.notebooks.cells import test_id
from selfcheck.check import look_at
from selfcheck.check_page import html_of, html_of_all
from tests.asking import SAMPLES
from tests.browser.chromium import Browser, chromium
from tests.lab.test_check import notebook
from tests.this_course import ROOT

DOCS = ROOT / "docs"
DEMO = ROOT / "build" / "demo"
WHO, WIDE, NARROW = "cem_four_mistakes", 1000, 400
PAGE = (
    "<html lang='en'><meta charset='utf-8'><body style='margin: 1rem; background: {back}; color: {front}'>{inside}</body></html>"
)
LIGHT, DARK = {"back": "#fff", "front": "#1a1a1a"}, {"back": "#1e1e1e", "front": "#ddd"}


def panels() -> str:
    """A wrong and a right check, and all tasks at once, as a notebook shows them."""
    wrong = (SAMPLES / "wrong" / "pre_processing" / "no_division_by_255.py").read_text(encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        found = look_at(notebook(wrong), "pre_processing")
        right = look_at(notebook(solved_cell("grad_cam_heatmap")), "grad_cam_heatmap")
        here = list(tasks_of("part1"))
        solved = notebook(*[solved_cell(task) for task in here if task not in ("vgg_hook", "backprop")])
        everything = [look_at(solved, task) for task in here]
    return "<br>".join([html_of(found), html_of(right), html_of_all(everything)])


def picture(browser: Browser, source: Path, width: int, height: int, name: str) -> None:
    """The upper part of a page as a PNG file in docs/."""
    with browser.opened(source.as_uri(), width, height) as page:
        shown = Image.open(io.BytesIO(page.picture()))
    shown = shown.convert("RGB").crop((0, 0, shown.width, min(shown.height, height)))
    shown.save(DOCS / f"{name}.png", optimize=True)
    print(f"docs/{name}.png")


def decided(folder: Path) -> Path:
    """The page of a student whose teacher has set other points for a task, and who was late; made in a copy of the demo."""
    shutil.copytree(DEMO, folder, symlinks=True)
    course = Course(folder)
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission("part1", WHO).notebooks[0]
        (grade,) = (one for one in notebook.grades if one.name == test_id("predict"))
        grade.manual_score, notebook.late_submission_penalty = 2, 3.5
        gradebook.db.commit()
    make_feedback(course, "part1", WHO)
    return page_of(folder)


def page_of(course: Path) -> Path:
    return course / "feedback" / WHO / "part1" / "feature_attribution.html"


def main() -> None:
    """Makes them all.

    Raises:
        FileNotFoundError: the demo has not been run.
    """
    feedback = page_of(DEMO)
    if not feedback.is_file():
        raise FileNotFoundError(f"no {feedback}: run `make demo` first")
    inside = panels()
    with chromium() as browser, tempfile.TemporaryDirectory() as beside:
        for name, look in (("check", LIGHT), ("check-dark", DARK)):
            path = ROOT / "build" / f"{name}.html"
            path.write_text(PAGE.format(inside=inside, **look), encoding="utf-8")
            picture(browser, path, WIDE, 800, name)
        picture(browser, feedback, WIDE, 1700, "feedback")
        picture(browser, feedback, NARROW, 1500, "feedback-phone")
        picture(browser, decided(Path(beside) / "course"), WIDE, 1000, "feedback-decided")
        picture(browser, DEMO / "reports" / "part1" / "report.html", 1100, 1500, "report")


if __name__ == "__main__":
    main()
