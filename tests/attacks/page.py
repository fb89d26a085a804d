"""A page read as browsers read it, and what in it would run, load from elsewhere, or cover the rest."""

import re
import warnings
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bleach._vendor import html5lib  # comes with nbconvert, and builds the tree that browsers build

RUN = ("script", "iframe", "frame", "object", "embed", "applet", "base", "form", "style", "link", "portal")
LOAD = ("src", "srcset", "poster", "data", "background", "manifest", "imagesrcset")
FOLLOWED = ("href", "action", "formaction", "ping", "values", "from", "to")
COVERS = re.compile(r"position\s*:\s*(fixed|absolute|sticky)|url\s*\(|@import|expression|behaviou?r\s*:|z-index", re.IGNORECASE)


def elements(page: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """(tag, attributes, text) of every element, without namespaces."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: Element = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str):
            attributes = {re.sub(r"^\{.*\}|^xlink:", "", name).lower(): value for name, value in element.attrib.items()}
            yield re.sub(r"^\{.*\}", "", element.tag).lower(), attributes, "".join(element.itertext())


def dangers(page: str) -> set[str]:
    """All that is dangerous in a page, each in a few words; a template's own are found by the same words in any of its pages."""
    return {danger for tag, attributes, text in elements(page) for danger in dangers_of(tag, attributes, text)}


def dangers_of(tag: str, attributes: dict[str, str], text: str) -> Iterator[str]:
    if tag in RUN:
        yield f"<{tag}> {sorted(attributes.items())} {text}"
    if tag == "meta" and "http-equiv" in attributes:
        yield f"<meta> {sorted(attributes.items())}"
    for name, value in attributes.items():
        address = re.sub(r"[\s\x00-\x20]", "", value).lower()
        if runs(name, address) or loads(tag, name, address) or (name == "style" and COVERS.search(value)):
            yield f"{name}={value}"


def runs(name: str, address: str) -> bool:
    """Whether an attribute runs something, now or when it is followed."""
    return (
        name.startswith("on")
        or name == "srcdoc"
        or (name in FOLLOWED and bool(re.match(r"(javascript|vbscript|data):", address)))
    )


def loads(tag: str, name: str, address: str) -> bool:
    """Whether an attribute makes a browser fetch something that is not in the page."""
    pictures = (
        "png",
        "jpeg",
        "gif",
        "webp",
        *(["svg+xml"] if tag == "img" else []),
    )  # as a picture, an SVG runs and loads nothing
    inside = address.startswith(("#", *(f"data:image/{kind};" for kind in pictures)))
    return not inside and (name in LOAD or (name in FOLLOWED and tag in ("image", "use", "feimage")))


def words(page: str) -> str:
    """The words that a reader sees, on one line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    hidden = [text for tag in ("script", "style", "template") for one in body.iter(tag) for text in one.itertext()]
    shown = "".join(text for text in body.itertext() if text not in hidden)
    return " ".join(shown.split())
