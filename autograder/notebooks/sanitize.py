"""A notebook's outputs, attachments and metadata, made anew from what is known to be harmless: text and pixels.

Nothing is filtered out of what a student made: each part is built from nothing, and takes over plain text, the pixels of a
picture and a few numbers. What has no place here is named in words. submitted/ keeps what was submitted.
"""

import base64
import io
import re
import warnings
from dataclasses import dataclass
from typing import Any

from nbconvert.filters.ansi import ansi2html, strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from autograder.notebooks.cells import KEY, OLD_KEY, role_of

LONGEST_TEXT = 100_000  # characters of one output
LONGEST_SIDE = 6_000  # pixels of an image's width or height
MOST_PIXELS = 16_000_000
PIXELS_IN_ALL = 200_000_000  # of one notebook: two kilobytes can be a picture of 16 million, and take half a second
LEAST_PIXELS = 20_000  # that a picture counts for at least
LARGEST_IMAGE = 20_000_000  # characters of base64
MOST_ATTACHMENTS = 20
# what selfcheck.observe publishes, and published before its name changed; the page's maker need not load torch to know it
ANSWER = ("application/vnd.autograder.", "application/vnd.feature-attribution.")
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\x1b(?!\[[0-9;]{0,40}m)")  # all control signs but colours
CELL_KEYS = (
    "nbgrader",
    KEY,
    OLD_KEY,
    "deletable",
    "editable",
)  # of the release and of nbgrader: rebuild leaves students' behind
NOTEBOOK_KEYS = ("kernelspec", "language_info", KEY, OLD_KEY)


@dataclass
class PixelBudget:
    """How many pixels the pictures of one notebook may still have."""

    pixels: int = PIXELS_IN_ALL

    def take(self, width: int, height: int) -> bool:
        """Counts a picture; False where it is too large, or there is no room for it."""
        if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
            return False
        self.pixels -= max(LEAST_PIXELS, width * height)
        return self.pixels >= 0


def make_safe(notebook: NotebookNode, evidence: bool = False) -> NotebookNode:
    """Makes all parts of a notebook anew, in place, but for its sources.

    Args:
        evidence: keep the answers that the marks rest on, in the test cells; nothing shows them.
    """
    budget = PixelBudget()
    notebook.metadata = NotebookNode({key: notebook.metadata[key] for key in NOTEBOOK_KEYS if key in notebook.metadata})
    for number, cell in enumerate(notebook.cells):
        cell.metadata = NotebookNode({key: cell.metadata[key] for key in CELL_KEYS if key in cell.metadata})
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(cell.get("id", "none"))):
            cell.id = f"cell-{number:04}"
        attachments = cell.pop("attachments", None)
        if cell.cell_type == "code":
            count = cell.get("execution_count")
            cell.execution_count = count if isinstance(count, int) else None
            keep = evidence and role_of(cell) == "test"
            cell.outputs = [made for output in cell.outputs if (made := safe_output(output, keep, budget)) is not None]
        else:
            cell.cell_type = "markdown"  # a raw cell goes into a page as it is
            if attachments and (safe := safe_attachments(attachments, budget)):
                cell.attachments = safe
    return notebook


def safe_output(output: NotebookNode, evidence: bool = False, budget: PixelBudget | None = None) -> NotebookNode | None:
    """One output made anew, or None where nothing of it is shown."""
    kind = output.get("output_type")
    if kind == "stream":
        return new_output("stream", name="stderr" if output.get("name") == "stderr" else "stdout", text=text(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        return new_output(
            "error",
            ename=text(output.get("ename")),
            evalue=text(output.get("evalue")),
            traceback=text("\n".join(map(str, lines)) if isinstance(lines, list) else "").split("\n"),
        )
    if kind not in ("display_data", "execute_result") or not isinstance(output.get("data"), dict):
        return None
    if answers := {mime: answer for mime, answer in output.data.items() if mime.startswith(ANSWER)}:
        return evidence_output(answers) if evidence else None
    data, metadata = safe_data(output.data, output.get("metadata"), budget or PixelBudget())
    if kind == "display_data":
        return new_output(kind, data=data, metadata=metadata)
    count = output.get("execution_count")
    return new_output(kind, data=data, metadata=metadata, execution_count=count if isinstance(count, int) else None)


def evidence_output(answers: dict[str, Any]) -> NotebookNode:
    """An output that holds answers by MIME type. It is not validated here: whoever writes the notebook validates all of them."""
    return NotebookNode(output_type="display_data", metadata=NotebookNode(), data=NotebookNode(answers))


def safe_data(data: dict, metadata: Any, budget: PixelBudget) -> tuple[dict, dict]:
    """A display's image and its text, or which kinds of data it had that are not shown; with the image's size on the page."""
    plain = {"text/plain": text(data["text/plain"])} if "text/plain" in data else {}
    for mime in FORMATS:
        if mime in data:
            image = safe_image(data[mime], mime, budget)
            if image is None:
                return {"text/plain": f"[an image that cannot be shown: no {FORMATS[mime]}, too large, or one of too many]"}, {}
            return {mime: image, **plain}, size_on_page(metadata, mime)
    return plain or {"text/plain": text(f"[not shown: {', '.join(map(str, list(data)[:5]))[:200]}]")}, {}


def size_on_page(metadata: Any, mime: str) -> dict:
    """The width and height that a display asks for: numbers, for they are written into a tag as they are."""
    asked = metadata.get(mime) if isinstance(metadata, dict) else None
    if not isinstance(asked, dict):
        return {}
    size = {side: asked.get(side) for side in ("width", "height")}
    return {mime: {side: long for side, long in size.items() if type(long) is int and 0 < long <= 2_000}}


def text(said: Any) -> str:
    """A text of a bounded length, in which nothing but colours is left of a terminal's signs."""
    if not isinstance(said, str):
        return ""
    shown = NOT_PRINTED.sub("", said[:LONGEST_TEXT]) + ("\n[cut here]" if len(said) > LONGEST_TEXT else "")
    try:
        ansi2html(shown)
    except Exception:  # it fails on some colours that are none, and the page with it
        return strip_ansi(shown)
    return shown


def safe_attachments(attachments: Any, budget: PixelBudget) -> dict[str, dict[str, str]]:
    """A Markdown cell's images by name, made anew."""
    safe = {}
    for name, kinds in list(attachments.items())[:MOST_ATTACHMENTS] if isinstance(attachments, dict) else []:
        for mime in FORMATS:
            if isinstance(kinds, dict) and mime in kinds and (image := safe_image(kinds[mime], mime, budget)):
                safe[str(name)] = {mime: image}
                break
    return safe


def safe_image(encoded: Any, mime: str, budget: PixelBudget) -> str | None:
    """An image made anew from its pixels, as base64; None where it is of another format, broken or too large, or has no room."""
    if not isinstance(encoded, str) or len(encoded) > LARGEST_IMAGE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's about size: the limits here are narrower
            image = Image.open(io.BytesIO(base64.b64decode(encoded)), formats=[FORMATS[mime]])
            if not budget.take(*image.size):
                return None
            alpha = mime == "image/png" and image.has_transparency_data
            pixels = image.convert("RGBA" if alpha else "RGB")
        bare = Image.new(pixels.mode, pixels.size)  # no profile, no comment, nothing behind the image's end
        bare.paste(pixels)
        written = io.BytesIO()
        bare.save(written, FORMATS[mime])
    except Exception:  # Pillow raises many kinds on broken files
        return None
    return base64.b64encode(written.getvalue()).decode("ascii")
