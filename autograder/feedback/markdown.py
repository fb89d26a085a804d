"""Markdown of anybody's -> HTML that does nothing and loads nothing: what nbconvert writes, with two walls around it.

The first is the renderer: HTML in the Markdown is shown as text, formulas become MathML, pictures are the cell's own or none.
The second is an allow-list (nh3, the Rust library ammonia) over the whole result: it trusts no renderer.
"""

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import tostring

import nh3
from latex2mathml.converter import Converter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

LONGEST_MARKDOWN = 20_000  # characters; the parser's time grows with the square of what is made to be slow
MOST_FORMULAS = 300  # that open with one of these, for each of which the parser looks through all the rest
OPENS_FORMULA = re.compile(r"\\\\\[|\\begin\{|\$\$")
LONGEST_FORMULA = 2_000
IMAGE_URL = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\n]+")
LINK_URL = re.compile(r"(https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)  # absolute: the formgrader serves students' files
SIMPLE = "b i em strong u s del sub sup kbd code mark small br hr details summary"  # tags that work, without attributes
SIMPLE_TAG = re.compile(rf"&lt;(/?)({SIMPLE.replace(' ', '|')})\s*/?&gt;", re.IGNORECASE)
RENDERED = SIMPLE + " p h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre span div table thead tbody tr th td a img"
FORMULA = (
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mmultiscripts mprescripts mfrac msqrt mroot"
    " mtable mtr mtd mstyle mpadded mphantom menclose"
)
FORMULA_ATTRIBUTES = (
    "display displaystyle scriptlevel mathvariant stretchy fence form separator accent accentunder largeop movablelimits"
    " symmetric lspace rspace width minsize maxsize linethickness columnalign columnlines rowlines notation"
)
TEXT, MATHML = set(RENDERED.split()), set(FORMULA.split())
WORDS_OR_SMALL_LENGTH = re.compile(r"[a-z -]{1,60}|-?[0-2]?(\.\d{1,4})?(em|px|pt)?")  # nothing that covers what is beside it
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"style"},  # of which text-align alone is left: a table's columns
    "td": {"style"},
    "div": {"class"},
    "span": {"class"},
} | {tag: set(FORMULA_ATTRIBUTES.split()) for tag in MATHML}


def inert_html(source: str, attachments: dict | None = None) -> str:
    """Markdown as HTML that holds no script, handler, style or link of its author's, and nothing that the browser fetches.

    Args:
        source: the Markdown; where it is too long or does not render it is shown as it was written.
        attachments: the cell's images by name, as `safe_outputs` has made them anew.
    """
    if len(source) > LONGEST_MARKDOWN or len(OPENS_FORMULA.findall(source)) > MOST_FORMULAS:
        return as_written(source)
    return rendered(source, attachments) if attachments else without_attachments(source)


@lru_cache(1024)  # most cells of a class's notebooks are the release's
def without_attachments(source: str) -> str:
    return rendered(source, {})


def rendered(source: str, attachments: dict) -> str:
    try:
        html = MarkdownWithMath(renderer=Renderer(attachments)).render(source)
    except Exception:  # whatever the parser makes of a student's text, the page must come about
        return as_written(source)
    return sanitised(html)


def as_written(source: str) -> str:
    return f"<pre>{escape(source)}</pre>"


def sanitised(html: str) -> str:
    """HTML without anything that is not on the lists above."""
    return nh3.clean(
        html,
        tags=TEXT | MATHML,
        attributes=ATTRIBUTES,
        attribute_filter=kept_attribute,
        url_schemes={"http", "https", "mailto", "data"},  # "data" for images alone: see below
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        filter_style_properties={"text-align"},
    )


def kept_attribute(tag: str, name: str, value: str) -> str | None:
    """An attribute's value, or None where it must go."""
    pattern = {
        ("a", "href"): LINK_URL,
        ("img", "src"): IMAGE_URL,
        ("ol", "start"): re.compile(r"\d{1,6}"),
        ("div", "class"): re.compile("highlight"),
        ("span", "class"): re.compile("[a-z]{1,3}[0-9]?"),  # Pygments' names of the parts of code
    }.get((tag, name), WORDS_OR_SMALL_LENGTH if tag in MATHML else None)
    return value if pattern is None or pattern.fullmatch(value) else None


class Renderer(IPythonRenderer):
    """nbconvert's, but HTML is text, formulas are MathML, images are attachments, and nothing fails."""

    def __init__(self, attachments: dict):
        super().__init__(escape=True, exclude_anchor_links=True, attachments=attachments)

    def inline_html(self, html: str) -> str:
        return SIMPLE_TAG.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}>", escape(html))

    def block_html(self, html: str) -> str:
        return f"<div>{self.inline_html(html.strip())}</div>\n"

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>"

    def task_list_item(self, text: str, checked: bool = False) -> str:
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url, title) if LINK_URL.fullmatch(url) else f"{text} <code>{escape(url[:100])}</code>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        alt = re.sub(r"<[^>]*>", "", text)
        for mime, data in self.attachments.get(url.removeprefix("attachment:"), {}).items():
            return f'<img src="data:{escape(mime)};base64,{escape(data)}" alt="{alt}">'
        return f"<em>[image not shown: {alt} {escape(url[:60])}]</em>"

    def block_math(self, body: str) -> str:
        return formula(body, "block")

    def inline_math(self, body: str) -> str:
        return formula(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return formula(body if name.startswith("equation") else rf"\begin{{{name}}}{body}\end{{{name}}}", "block")


def formula(latex: str, display: str) -> str:
    """LaTeX as MathML, which browsers draw themselves; as it was written where it is none, is too long or defines commands."""
    try:
        if len(latex) > LONGEST_FORMULA or re.search(r"\\(new|renew|provide)?(command|def)", latex):
            raise ValueError("commands that call each other grow without bound")
        latex = re.sub(r"\\(begin|end)\{(?:aligned|split)\}", r"\\\1{align*}", latex)  # which the converter does not know
        element = Converter(display=display).convert_to_element(latex)
        for part in element.iter():  # latex2mathml writes characters as references and means to unescape all at the end
            part.text = unescape(part.text) if part.text else part.text
        return tostring(element, encoding="unicode")
    except Exception:  # RecursionError, IndexError and its own errors
        return f"<code>{escape(latex)}</code>"
