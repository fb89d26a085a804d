"""What a student wrote reaches feedback, formgrader, stored notebook and class report as text and pixels alone."""

import base64
import copy
import io
import re
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from traitlets.config import Config

from autograder.feedback.facts import PageFacts
from autograder.feedback.markdown import LONGEST_MARKDOWN, inert_html, sanitised
from autograder.feedback.pages import POLICY
from autograder.feedback.summary import summary
from autograder.grading.pipeline import outputs_of
from autograder.judging.verdict import Check, Verdict
from autograder.notebooks.cells import KEY
from autograder.notebooks.parse import from_json
from autograder.notebooks.rebuild import rebuild
from autograder.notebooks.sanitize import ANSWER, LONGEST_TEXT, PixelBudget, make_safe, safe_image, safe_output
from autograder.reports.class_report import write_report
from selfcheck.observe import MIME
from tests import payloads
from tests.rendered import bare_pages, feedback_page, formgrader_page

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's own
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),  # nbconvert's, of the pages that are not made safe
]

# Written a second time, the other way round: what must not be there.
NO_TAGS = (
    "script style iframe frame object embed applet base link meta form input button select textarea svg video audio source"
    " track picture template noscript title html head body portal foreignobject mglyph annotation-xml maction"
)
ACTIVE = set(NO_TAGS.split())
ADDRESSES = {"srcset", "srcdoc", "action", "formaction", "data", "poster", "background", "ping", "xlink:href", "manifest", "cite"}
NAMES = {"id", "name", "slot", "is", "part"}  # by which scripts and style sheets of a page find its parts


def faults_of(tag: Tag) -> list[str]:
    """What is wrong with one tag of a student's."""
    found = [f"<{tag.name}>"] if tag.name in ACTIVE else []
    for name, value in tag.attrs.items():
        value = " ".join(value) if isinstance(value, list) else value
        wrong = name.startswith("on") or name in ADDRESSES | NAMES
        wrong |= name == "href" and not re.match(r"(https?://|mailto:)", value)
        wrong |= name == "src" and not re.fullmatch(r"data:image/(png|jpeg);base64,[\w+/=]+", value)
        wrong |= name == "style" and not re.fullmatch(r"text-align:\s*(left|right|center);?", value)
        wrong |= name == "class" and not re.fullmatch(r" ?highlight( hl-\w+)?|[a-z]{1,3}\d?|ansi-[a-z-]+", value)
        if wrong:
            found.append(f"<{tag.name} {name}={value[:60]!r}>")
    return found


def faults(html: str) -> list[str]:
    """What is wrong with HTML made of a student's text."""
    return [fault for tag in BeautifulSoup(html, "html.parser").find_all() for fault in faults_of(tag)]


def page_faults(page: str) -> list[str]:
    """What is wrong with the cells of a whole page: in what is rendered of them, and in all tags around it."""
    soup = BeautifulSoup(page, "html.parser")
    cells = soup.select_one("#notebook-container")
    assert cells is not None
    if (own := cells.find("h2", string="Your notebook")) and own.parent:
        own.parent.decompose()  # the summary has styles of its own; its words are tested elsewhere
    rendered = [part.decode_contents() for part in cells.select(".rendered_html, .output_subarea, .input_area")]
    around = [tag for tag in cells.find_all() if tag.name in ACTIVE - {"body", "input", "button", "textarea"}]  # nbgrader's own
    handlers = [name for tag in cells.find_all() for name in tag.attrs if name.startswith("on")]
    return [fault for part in rendered for fault in faults(part)] + [f"<{tag.name}>" for tag in around] + handlers


def words(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text()


def png(encoded: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(encoded)))


def test_the_faults_are_found_where_nothing_is_made_safe():
    """Without this, the tests below could pass because they look for nothing."""
    page, broken = bare_pages()
    frames = {frame["name"]: frame["srcdoc"] for frame in BeautifulSoup(page, "html.parser").find_all("iframe")}
    bad = re.compile(r"script|on\w+=|attacker|javascript:")
    faulty = {name for name, frame in frames.items() if bad.search(" ".join(faults(frame)))}
    assert len(faulty) > 40
    assert {"script", "img_onerror", "link_in_entities", "html", "width", "svg_onload", "remote_picture"} <= faulty
    assert broken == ["attachment_not_there", "stream_in_no_colour"]


# --- Markdown ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", payloads.MARKDOWN)
def test_markdown_is_inert(name):
    assert faults(inert_html(payloads.MARKDOWN[name])) == []


@pytest.mark.parametrize("name", payloads.MARKDOWN)
def test_a_hole_in_the_renderer_would_be_no_hole_in_the_page(name):
    """The second wall by itself: the payload as if the renderer had let it through."""
    assert faults(sanitised(payloads.MARKDOWN[name])) == []
    assert faults(sanitised(f"<math><mtext>{payloads.MARKDOWN[name]}</mtext></math>")) == []
    assert faults(sanitised(f"<table><td>{payloads.MARKDOWN[name]}</table><p title='{payloads.MARKDOWN[name]}")) == []


FRAGMENTS = [
    *payloads.MARKDOWN.values(),
    "\n\n",
    "> ",
    "- ",
    "| a |\n|---|\n",
    "```\n",
    "`",
    "$",
    "$$",
    "<!--",
    "-->",
    "&lt;",
    "</p>",
    "](",
]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=6).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_inert(source):
    assert faults(inert_html(source)) == []


@pytest.mark.parametrize("name", ["script", "iframe", "style_sheet", "link_in_html", "handler_on_a_simple_tag", "meta_refresh"])
def test_html_is_shown_as_it_was_written(name):
    source = payloads.MARKDOWN[name].replace("</b>", "")
    assert source in words(inert_html(source))


def test_a_link_that_is_not_kept_is_shown():
    assert "javascript:pwned" in words(inert_html(payloads.MARKDOWN["link_javascript"]))
    assert "solution.html" in words(inert_html(payloads.MARKDOWN["link_to_a_file_handed_in"]))


def test_links_to_other_sites_are_kept_and_hold_on_to_nothing():
    for source, href in [
        ("[paper](https://arxiv.org/abs/1703.01365)", "https://arxiv.org/abs/1703.01365"),
        ("<https://arxiv.org>", "https://arxiv.org"),
        ("<mailto:ada@example.org>", "mailto:ada@example.org"),
    ]:
        (link,) = BeautifulSoup(inert_html(source), "html.parser").find_all("a")
        assert link["href"] == href
        assert {"noopener", "noreferrer"} <= set(link["rel"])


def test_what_honest_students_write_is_rendered():
    html = inert_html(
        "# One\n\n**bold** *em* ~~gone~~ H<sub>2</sub>O<br>\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [x] done\n\n3. three\n\n"
        "```python\ndef f(): return 'x<y'\n```\n\nif a<b and c>d\n"
    )
    for part in ("<h1>One</h1>", "<strong>bold</strong>", "<sub>2</sub>", "<br>", "☑ done", '<ol start="3">'):
        assert part in html
    assert re.search(r'<td style="text-align: ?right;?">2</td>', html)
    assert '<span class="k">def</span>' in html
    assert "if a<b and c>d" in words(html)


def test_the_lessons_own_text_is_rendered():
    for path in (ROOT / "release").glob("*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                html = inert_html(cell.source)
                assert faults(html) == []
                assert "image not shown" not in html
                assert not re.search(r"</?\w+>|\\[a-z]+\b", words_beside_code(html)), path.name


def words_beside_code(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for code in soup.find_all(["code", "pre"]):
        code.decompose()
    return soup.get_text()


# --- formulas ------------------------------------------------------------------------------------------------------


def test_formulas_are_mathml():
    matrix = r"\begin{pmatrix}1 & 0\\ 0 & 1\end{pmatrix}"
    html = inert_html(rf"Inline $x_1^2$, and $$\frac{{1}}{{2}} {matrix}$$ \begin{{align}}a &= b\end{{align}}")
    soup = BeautifulSoup(html, "html.parser")
    assert [formula["display"] for formula in soup.find_all("math")] == ["inline", "block", "block"]
    assert soup.find("msubsup").get_text() == "x12"
    assert len(soup.find_all("mtr")) == 3


def test_a_formula_that_cannot_be_read_is_shown_as_it_was_written():
    for name in ("formula_macros", "formula_without_end"):
        assert payloads.MARKDOWN[name].strip("$") in words(inert_html(payloads.MARKDOWN[name]))


def test_nothing_in_a_formula_moves_over_what_is_beside_it():
    for latex in (r"\hspace{-50em}x", r"\kern-99em x", r"\mspace{-900mu}x", r"\raise90em{x}"):
        assert not re.search(r"\d\d+(\.\d+)?(em|px|pt|mu)", re.sub(r"<m[a-z]+>[^<]*<", "<", inert_html(f"${latex}$"))), latex


SLOW = {
    "too long": "a" * (LONGEST_MARKDOWN + 1),
    "formulas without end": "\\\\[" * 6_000,
    "environments without end": "\\begin{a}" * 2_000,
    "braces": "$" + "{" * 990 + "}" * 990 + "$",
    "brackets": "[" * 20_000,
    "quotes in lists": "> - " * 5_000,
    "tags": "<b>" * 6_600,
    "backticks": "".join("`" * long + "a" for long in range(198)),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long(name):
    began = time.process_time()
    assert faults(inert_html(SLOW[name])) == []
    assert time.process_time() - began < 5


# --- outputs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", payloads.OUTPUTS)
def test_an_output_is_text_or_pixels(name):
    safe = safe_output(from_dict(payloads.OUTPUTS[name]), evidence=True)
    assert safe is not None
    assert set(safe.get("data", {})) <= {"text/plain", "image/png", "image/jpeg"}
    assert set(safe.get("metadata", {})) <= {"image/png"}
    assert "attacker" not in str(safe.get("metadata"))
    if "image/png" in safe.get("data", {}):
        assert png(safe.data["image/png"]).format == "PNG"
    nbformat.validate(new_notebook(cells=[new_code_cell("", outputs=[safe])]))


def test_text_is_kept_and_what_is_not_shown_is_named():
    html, script, error = (safe_output(from_dict(payloads.OUTPUTS[name])) for name in ("html", "javascript", "error"))
    assert html.data == {"text/plain": "<HTML object>"}
    assert script.data == {"text/plain": "[not shown: application/javascript]"}
    assert payloads.HTML.format("traceback") in error.traceback


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"output_type": "display_data"},
        {"output_type": "display_data", "data": ["text/plain"], "metadata": {}},
        {"output_type": "display_data", "data": {"text/plain": {"a": 1}, "image/png": 3}, "metadata": "x"},
        {"output_type": "execute_result", "data": {"text/plain": None}, "metadata": {}, "execution_count": "<script>"},
        {"output_type": "stream", "name": "<script>", "text": 3},
        {"output_type": "error", "ename": 1, "evalue": None, "traceback": [1, {"a": 2}]},
        {"output_type": "error", "traceback": "x"},
        {"output_type": "<script>"},
    ],
)
def test_an_output_of_any_shape_leaves_a_valid_notebook(output):
    """A kernel can be made to send anything; nbconvert would give the whole submission up."""
    notebook = new_notebook(cells=[new_code_cell("x")])
    notebook.cells[0].outputs = [from_dict(output)]
    nbformat.validate(make_safe(notebook, evidence=True))


def test_signs_that_steer_a_terminal_are_left_out_but_for_colours():
    signs = "\x1b[31mred\x1b[0m \x1b[2J \x1b]8;;http://x\x07link\x1b[?25l\x00\x08"
    said = safe_output(new_output("stream", text=signs)).text
    assert said.startswith("\x1b[31mred\x1b[0m ")
    assert not re.search(r"[\x00-\x08\x1c-\x1f]|\x1b(?!\[\d+m)", said.replace("\x1b[", "\x1b[", 1).replace("\x1b[31m", ""))


def test_a_colour_that_is_none_breaks_no_page():
    cell = new_code_cell("", outputs=[from_dict(payloads.OUTPUTS["stream_in_no_colour"])])
    assert "onetwothree" in feedback_page(new_notebook(cells=[cell]))


def test_long_texts_are_cut():
    said = safe_output(new_output("stream", text="\x1b[31ma" * LONGEST_TEXT)).text
    assert len(said) < LONGEST_TEXT + 20
    assert said.endswith("[cut here]")


# --- images --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "form"), [("RGB", "PNG"), ("RGBA", "PNG"), ("L", "PNG"), ("P", "PNG"), ("RGB", "JPEG")])
def test_a_students_figure_keeps_its_pixels(mode, form):
    raw = payloads.picture(mode, form=form)
    made = png(safe_image(payloads.encoded(raw), f"image/{form.lower()}", PixelBudget()))
    before = Image.open(io.BytesIO(raw)).convert("RGBA")
    assert made.size == before.size
    spread = [abs(a - b) for a, b in zip(made.convert("RGBA").tobytes(), before.tobytes(), strict=True)]
    assert max(spread) <= (2 if form == "JPEG" else 0)


def test_an_image_holds_nothing_but_pixels():
    raw = payloads.with_text()
    assert raw.count(b"<script>") >= 2, "the sample holds what must go"
    made = base64.b64decode(safe_image(payloads.encoded(raw), "image/png", PixelBudget()))
    assert b"script" not in made
    assert not png(payloads.encoded(made)).info


@pytest.mark.parametrize("name", ["png_that_is_html", "png_that_is_svg", "png_that_leaves_its_tag", "gif_as_png", "png_cut_off"])
def test_what_is_no_image_is_none(name):
    assert safe_image(payloads.OUTPUTS[name]["data"]["image/png"], "image/png", PixelBudget()) is None


@pytest.mark.parametrize("size", [(7_000, 2), (2, 7_000), (5_000, 5_000)])
def test_an_image_that_is_too_large_is_none(size):
    assert safe_image(payloads.encoded(payloads.picture("L", size)), "image/png", PixelBudget()) is None


def test_a_bomb_is_not_unpacked():
    began = time.process_time()
    for side in (8_000, 40_000, 2**31 - 1):
        assert safe_image(payloads.encoded(payloads.bomb(side)), "image/png", PixelBudget()) is None
    assert time.process_time() - began < 1


def test_a_size_on_the_page_is_a_number():
    asked = {"width": 300, "height": "1 onload=pwned(1)"}
    output = payloads.display({"image/png": payloads.PNG}, metadata={"image/png": asked})
    assert safe_output(from_dict(output)).metadata == {"image/png": {"width": 300}}


# --- the notebook --------------------------------------------------------------------------------------------------


def test_metadata_names_and_raw_cells_are_left_behind():
    notebook = payloads.notebook()
    notebook.cells[0].id = "a\"onclick=pwned('id')"  # which nbformat would not make, but reads
    made = make_safe(notebook)
    assert set(made.metadata) <= {"kernelspec", "language_info", KEY}
    assert {cell.cell_type for cell in made.cells} == {"code", "markdown"}
    assert all(cell.metadata == {} for cell in made.cells)
    nbformat.validate(made)


def test_answers_are_kept_as_evidence_where_marks_rest_on_them():
    assert MIME.startswith(ANSWER)
    answer = new_output("display_data", data={MIME: {"task": "predict", "number": 1}, "text/html": "<script>"})
    marks = {"nbgrader": {"grade": True, "solution": False, "grade_id": "test_predict", "points": 1}}
    notebook = new_notebook(cells=[new_code_cell("", metadata=marks, outputs=[answer]), new_code_cell("", outputs=[answer])])
    stored = make_safe(copy.deepcopy(notebook), evidence=True)
    assert [output.data for output in stored.cells[0].outputs] == [{MIME: {"task": "predict", "number": 1}}]
    assert stored.cells[1].outputs == []
    assert make_safe(notebook).cells[0].outputs == []


def test_pages_are_made_without_torch():
    """nbgrader reads its configuration for every command, and the formgrader lives in the instructor's server."""
    modules = ", ".join(f"autograder.feedback.{name}" for name in ("templates", "pages", "marking_guide"))
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_making_safe_twice_changes_nothing():
    once = make_safe(payloads.notebook(), evidence=True)
    assert make_safe(copy.deepcopy(once), evidence=True) == once


def test_a_picture_in_a_written_answer_is_kept():
    """From the file that was submitted to the page."""
    written = {"nbgrader": {"grade": True, "solution": True, "grade_id": "written_why", "points": 1, "score": 0}}
    release = new_notebook(cells=[new_markdown_cell("YOUR ANSWER HERE", metadata=written)])
    handed_in = new_notebook(cells=[new_markdown_cell("See ![my figure](attachment:a.png)", metadata=written)])
    handed_in.cells[0].attachments = {
        "a.png": {"image/png": payloads.encoded(payloads.with_text())},
        "b": "<script>",
        "c": {"image/png": "\ud800"},
    }
    rebuilt = rebuild(release, from_json(handed_in, "ada.ipynb")).notebook
    nbformat.writes(rebuilt).encode("utf-8")  # half a character would stop nbgrader here
    page = feedback_page(make_safe(rebuilt, evidence=True))
    (image,) = BeautifulSoup(page, "html.parser").find_all("img")
    assert image["alt"] == "my figure"
    assert png(image["src"].partition(",")[2]).size == (40, 20)
    assert b"script" not in base64.b64decode(image["src"].partition(",")[2])


# --- pages ---------------------------------------------------------------------------------------------------------


def test_feedback_is_safe():
    page = feedback_page(payloads.notebook())
    assert page_faults(page) == []
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find_all(["script", "link", "iframe"])
    assert page.index(POLICY) < page.index("<style")
    assert not re.search(r"url\((?!['\"]?data:)|@import", "".join(style.text for style in soup.find_all("style")))
    assert str(soup.title) == "<title>part1</title>"


def test_the_formgrader_is_safe(tmp_path):
    page = formgrader_page(payloads.notebook(), tmp_path)
    assert page_faults(page) == []
    sources = [tag.get("src") or tag.get("href") for tag in BeautifulSoup(page, "html.parser").find_all(["script", "link"])]
    assert not [source for source in sources if source and not source.startswith("/formgrader/static/")]


def test_feedback_is_not_safe_by_itself():
    """So the tests above can fail: without this course's lines the payloads are in the page."""
    notebook = payloads.notebook()
    notebook.cells = [cell for cell in notebook.cells[1:] if "attachment:" not in cell.source and "no_colour" not in cell.source]
    assert len(page_faults(feedback_page(notebook, Config()))) > 50


def test_a_students_name_in_the_formgrader_is_text(tmp_path):
    name = "<img src=x onerror=pwned(1)>"
    page = formgrader_page(new_notebook(), tmp_path, student=name, last_name=name, first_name="\"'", notebook_path=f'"{name}')
    assert "<img" not in page
    assert "&lt;img src=x onerror=pwned(1)&gt;" in page


def test_the_words_of_a_verdict_are_text(tmp_path):
    """A verdict quotes what a student's function raised."""
    word = "</pre><script>pwned(1)</script> $x$ `a` [b](javascript:c) |"
    verdict = Verdict("predict", 0.0, 5.0, "failed", word, (Check("one", word, 0.0, 5.0, False, word),), hint=word)
    marks = {"nbgrader": {"grade": True, "solution": False, "grade_id": "test_predict", "points": 5, "score": 0}}
    cell = new_code_cell("", metadata=marks)
    cell.outputs = outputs_of(verdict, [{"value": {"raised": {"type": "E", "message": word}}}])
    notebook = new_notebook(cells=[cell], metadata={KEY: {"verdicts": [verdict.to_json()], "repairs": [word], "notes": [word]}})
    for page in (feedback_page(notebook), formgrader_page(notebook, tmp_path)):
        assert not BeautifulSoup(page, "html.parser").select("#notebook-container script, #notebook-container math")
        assert word in unescape(words(page))
    assert faults_of_summary(summary(notebook, PageFacts(word, word, word, word, word, when=(word,), regrade=word))) == []


OUR_OWN = re.compile(r"<\w+ (class='fa[a-z -]*'|id='fa-[a-z_]+'|href='#(fa-|answer-)[a-z_]+')>")


def faults_of_summary(html: str) -> list[str]:
    """The summary has classes, anchors and links within the page, and nothing else."""
    return [fault for fault in faults(html) if not OUR_OWN.fullmatch(fault)]


def with_picture(verdict: Verdict, record: dict) -> str:
    ours = {"verdicts": [verdict.to_json()], "pictures": {verdict.task: [record]}}
    return summary(new_notebook(metadata={KEY: ours}), PageFacts())


@pytest.mark.parametrize("forged", ["javascript:pwned(1)", "x' onerror='pwned(1)", "https://example.org/a.png", 7, None])
def test_a_picture_of_ours_is_a_png_within_the_page_or_none(forged):
    verdict = Verdict("predict", 0.0, 5.0, "failed", "wrong", (Check("one", "one", 0.0, 5.0, False, "no"),))
    record = {"given": forged, "said": "<img src=x onerror='pwned(1)'>"}
    page = summary(
        new_notebook(metadata={KEY: {"verdicts": [verdict.to_json()], "pictures": {"predict": [record]}}}), PageFacts()
    )
    assert "<img" not in page
    record["given"] = "data:image/png;base64,iVBORw0KGgo="
    page = summary(
        new_notebook(metadata={KEY: {"verdicts": [verdict.to_json()], "pictures": {"predict": [record]}}}), PageFacts()
    )
    (image,) = BeautifulSoup(page, "html.parser").find_all("img")
    assert image["alt"] == "yours: <img src=x onerror='pwned(1)'>"
    assert faults_of_summary(page) == []


def test_html_of_our_own_cannot_come_from_a_file():
    """A step's HTML is known by its type; the same text in a notebook's file is a student's."""
    page = feedback_page(
        nbformat.reads(nbformat.writes(new_notebook(cells=[new_markdown_cell(str(summary(new_notebook(), PageFacts())))])), 4)
    )
    assert page.count("<h2>Your notebook") == 1
    assert page.count("&lt;h2&gt;Your notebook") == 1


def test_the_class_report_is_text(tmp_path):
    word = "<script>pwned(1)</script><img src=x onerror='pwned(1)'>\" onclick=\"pwned(1)"
    row = {"student": word, "assignment": word, "task": word, "status": "failed", "points": 0.0, "max_points": 5.0}
    write_report(
        [row | {"message": word, "misconception": word, "hint": word, "checks": []}],
        {word: {"notes": [word]}},
        tmp_path / "report.html",
        word,
    )
    soup = BeautifulSoup((tmp_path / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert not soup.find_all(["script", "img", "a", "link", "iframe"])
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]
    (policy,) = soup.select("meta[http-equiv=Content-Security-Policy]")
    assert policy["content"].startswith("default-src 'none'")


def shape(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_sources_are_stored_as_they_were_written():
    notebook = payloads.notebook()
    assert shape(make_safe(copy.deepcopy(notebook), evidence=True)) == shape(notebook)
