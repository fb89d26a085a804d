"""What a file is that was submitted as a notebook and is none: its kind in words, and how to go on. Nothing of it is parsed."""

import re

LOOKED_AT = 65_536  # characters of a text in which its kind shows
MOST_MARKERS = 5_000_000  # characters in which a conflict's markers are looked for

SAVE = "Save the notebook as .ipynb and submit it again."
EXPORT = "Download the notebook as .ipynb (File > Download) and submit it again."
UNPACK = "Unpack it, take the .ipynb file out of it, and submit it again."
OWN_FILE = "Submit the .ipynb file itself."

# how a file begins -> what it is, and how to go on
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", EXPORT),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word document (or another of Microsoft Office)", EXPORT),
    (b"{\\rtf", "a text document (RTF)", EXPORT),
    (b"\x89PNG\r\n", "an image (PNG)", EXPORT),
    (b"\xff\xd8\xff", "an image (JPEG)", EXPORT),
    (b"GIF8", "an image (GIF)", EXPORT),
    (b"II*\x00", "an image (TIFF)", EXPORT),
    (b"MM\x00*", "an image (TIFF)", EXPORT),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut, which only points to a file", OWN_FILE),
    (b"book\x00\x00\x00\x00mark", "a macOS alias, which only points to a file", OWN_FILE),
    (b"\x00\x05\x16\x07", "what macOS keeps beside a file (a resource fork, ._)", OWN_FILE),
    (b"\x00\x05\x16\x00", "what macOS keeps beside a file (a resource fork, ._)", OWN_FILE),
    (b"bplist00", "a property list of macOS", OWN_FILE),
    (b"SQLite format 3\x00", "a database (SQLite)", SAVE),
    (b"\x93NUMPY", "an array of NumPy's (.npy)", SAVE),
    (b"\x89HDF", "a data file (HDF5)", SAVE),
    (b"\x7fELF", "a program", SAVE),
    (b"MZ", "a program of Windows", SAVE),
)
INSIDE_ZIP = (  # a document of an office program is a zip archive, too
    (b"word/document.xml", "a Word document", EXPORT),
    (b"xl/workbook.xml", "an Excel table", EXPORT),
    (b"ppt/presentation.xml", "a PowerPoint presentation", EXPORT),
    (b"mimetypeapplication/vnd.oasis.opendocument", "a LibreOffice document", EXPORT),
    (b"/data.pkl", "a file of weights (PyTorch)", SAVE),
)
BOXES = {b"heic": "an image (HEIC)", b"heix": "an image (HEIC)", b"mif1": "an image (HEIF)", b"avif": "an image (AVIF)"}

PYTHON = re.compile(
    r"^(?:import \w|from [\w.]+ import |(?:async )?def \w+\s*\(|class \w+\s*[(:]|# %%|# In\[|#!.*python|#.*coding[:=])",
    re.MULTILINE,
)
LOG_IN = re.compile(r"type=[\"']?password|sign in|log ?in|single sign-on", re.IGNORECASE)


def kind_of_bytes(raw: bytes) -> tuple[str, str]:
    """What a file is that is no text, and how to go on; empty where its first bytes do not say."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next(((kind, mend) for part, kind, mend in INSIDE_ZIP if part in raw), ("a zip archive", UNPACK))
    for magic, kind, mend in MAGIC:
        if head.startswith(magic) or raw.startswith(magic):
            return kind, mend
    if raw[257:262] == b"ustar":
        return "a tar archive", UNPACK
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "an image (WebP)", EXPORT
    if raw.startswith(b"BM") and raw[6:10] == bytes(4):
        return "an image (BMP)", EXPORT
    if raw[4:8] == b"ftyp":
        return BOXES.get(raw[8:12], "a video"), EXPORT
    return "", ""


def kind_of_text(text: str, name: str) -> tuple[str, str]:
    """What a text is that is no JSON of a notebook, and how to go on; empty where it looks like the JSON of one."""
    if line := line_of_conflict(text):
        return (
            f"two versions of one with a git conflict between them (its first marker <<<<<<< is in line {line})",
            "Choose one version (git checkout --ours or --theirs), open it in Jupyter, and submit it again.",
        )
    head = text[:LOOKED_AT].strip()
    if head.startswith(("[InternetShortcut]", "[Desktop Entry]")):
        return "a shortcut, which only points to a file or a page", OWN_FILE
    if head[:1] in "{[":
        return "", ""
    if found := kind_of_markup(head):
        return found
    if name.startswith("._"):
        return "what macOS keeps beside a file (a resource fork, ._)", OWN_FILE
    if "\x00" in text:
        return "bytes that are no text, some of them zeros", SAVE
    return kind_of_words(head)


def kind_of_markup(head: str) -> tuple[str, str] | None:
    """A web page, an image of one, or what a system writes in angle brackets."""
    low = head[:4096].lower()
    if low.startswith(("<!doctype html", "<html", "<head", "<body", "<script", "<title", "<meta")) or "<html" in low:
        log_in = ", it seems the one to log in" if LOG_IN.search(head) else ""
        return f"a web page (HTML{log_in})", EXPORT
    if low.startswith(("from: <saved by", "mime-version:")) and "multipart/related" in low:
        return "a web page (saved as MHTML)", EXPORT
    if "<svg" in low[:1024]:
        return "an image (SVG)", EXPORT
    if "<!doctype plist" in low:
        return "a link (.webloc), which only points to a page", OWN_FILE
    return ("a text in XML", SAVE) if low.startswith("<?xml") else None


def kind_of_words(head: str) -> tuple[str, str]:
    """A text without a format: what its lines are."""
    if head.startswith("version https://git-lfs.github.com/spec"):
        return "a pointer of Git LFS, not the file itself", "Run `git lfs pull` and submit it again."
    if head.startswith(("diff --git", "--- a/", "Index: ")):
        return "a list of changes (a diff)", SAVE
    if "```" in head:
        return "a text in Markdown", EXPORT
    if PYTHON.search(head):
        return "a Python script (a .py program)", EXPORT
    if re.match(r"https?://\S+$", head):
        return "a link, which only points to a page", OWN_FILE
    return "a plain text", SAVE


def line_of_conflict(text: str) -> int:
    """The number of the line in which a conflict of git's begins, from 1; 0 where there is none."""
    if text.find("<<<<<<<", 0, MOST_MARKERS) < 0 or ">>>>>>>" not in text:
        return 0
    seen = 0  # 0: nothing, 1: the first marker, 2: the one between the two sides
    first = 0
    for number, line in enumerate(text[:MOST_MARKERS].splitlines(), 1):
        if line.startswith("<<<<<<<") and line[7:8] in ("", " "):
            first, seen = number, 1
        elif seen == 1 and line.rstrip() == "=======":
            seen = 2
        elif seen == 2 and line.startswith(">>>>>>>") and line[7:8] in ("", " "):
            return first
    return 0
