"""How Sphinx makes a site of these pages: make docs. They stay as GitHub shows them; links out of docs/ are led on here."""

import posixpath
import re
import tomllib
from pathlib import Path

from pygments.lexers.special import TextLexer

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

project, author = METADATA["project"]["name"], METADATA["project"]["authors"][0]["name"]
version = release = METADATA["project"]["version"]
copyright = author
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_static"]
nitpicky = True

myst_heading_anchors = 4
myst_enable_extensions = ["fieldlist"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types of other projects, whose pages a site without a network cannot ask

html_theme = "pydata_sphinx_theme"
html_title = "notebook-autograder"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = html_copy_source = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system is, until the reader chooses
html_theme_options = {
    "logo": {"text": "notebook-autograder"},
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "navigation_with_keys": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

FENCED = re.compile(r"(^```.*?^```[^\n]*$)", re.M | re.S)
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]+)(?=[)#])")
REMOTE_PICTURE = re.compile(r"!\[([^\]]*)\]\(https?://[^)]*\)")  # a badge: the site asks no other server for anything
STANDS_FOR = re.compile(r"```\{include\} (\S+)\n```")  # all of a page of project/
AT_HOME = METADATA["project"]["urls"]["Source"] + "/blob/main/"


def mirrored() -> dict[Path, str]:
    """Pages that lie outside docs/ -> the names that they have in the site."""
    stubs = sorted((DOCS / "project").glob("*.md"))
    return {
        (stub.parent / found[1]).resolve(): f"project/{stub.stem}"
        for stub in stubs
        if (found := STANDS_FOR.search(stub.read_text(encoding="utf-8")))
    }


def led_on(target: str, origin: Path, docname: str) -> str:
    """Where a link leads in the site: to a page or a picture of docs/, to one of project/, or to a file of the repository."""
    path = (origin.parent / target).resolve()
    if path in mirrored():
        path = DOCS / f"{mirrored()[path]}.md"
    if path.is_dir() or not path.is_relative_to(DOCS) or path.suffix not in (".md", ".png"):
        return AT_HOME + path.relative_to(ROOT).as_posix()
    return posixpath.relpath(path.relative_to(DOCS).as_posix(), posixpath.dirname(docname) or ".")


def fragments() -> str:
    """What the next release changes, by kind, from changelog.d/."""
    said = ["## The next release\n"]
    for kind in METADATA["tool"]["towncrier"]["type"]:
        found = sorted((ROOT / "changelog.d").glob(f"*.{kind['directory']}.md"))
        said += [f"\n### {kind['name']}\n"] if found else []
        said += [f"- {' '.join(path.read_text(encoding='utf-8').split())}" for path in found]
    return "\n".join(said) + "\n"


def read_page(app, docname: str, source: list[str]) -> None:
    """Leads the links of a page on, after a page of project/ was replaced by what it stands for."""
    origin = DOCS / f"{docname}.md"
    for path, name in mirrored().items():
        if name == docname:
            origin, source[0] = path, path.read_text(encoding="utf-8")
    if origin.name == "CHANGELOG.md":
        source[0] += "\n" + fragments()
    parts = FENCED.split(source[0])
    parts[::2] = [
        LINK.sub(lambda found: led_on(found[1], origin, docname), REMOTE_PICTURE.sub(r"\1", text)) for text in parts[::2]
    ]
    source[0] = "".join(parts)


def read_docstring(app, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Docstrings are sentences with code between backticks, and no markup beside: bars, stars and underscores mean themselves."""
    for number, line in enumerate(lines):
        parts = re.split(r"(`+[^`]+`+|^\s*:[\w ,.*\\]+:)", line)
        parts[::2] = [re.sub(r"([*|]|(?<=\w)_(?!\w))", r"\\\1", text) for text in parts[::2]]
        parts[1::2] = [f"``{part.strip('`')}``" if part.startswith("`") else part for part in parts[1::2]]
        lines[number] = "".join(parts)


def skipped(app, what: str, name: str, obj: object, skip: bool, options: object) -> bool | None:
    """Fields of named tuples have no words of their own: the class's docstring has them."""
    return True if str(getattr(obj, "__doc__", "")).startswith("Alias for field number") else None


def setup(app) -> None:
    """What is done to each page and docstring."""
    app.connect("autodoc-skip-member", skipped)
    app.add_lexer("csv", TextLexer)  # Pygments has none of that name
    app.connect("source-read", read_page)
    app.connect("autodoc-process-docstring", read_docstring, priority=900)  # after napoleon
