"""The bytes of a file -> its text, in whatever encoding an editor has saved it, and a note where that was not UTF-8."""

import codecs

BYTE_ORDER_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
ZEROS = {  # where the zeros of a text lie that begins with two characters of ASCII, as a notebook does
    (False, True, True, True): ("UTF-32", "utf-32-le"),
    (True, True, True, False): ("UTF-32", "utf-32-be"),
    (False, True, False, True): ("UTF-16", "utf-16-le"),
    (True, False, True, False): ("UTF-16", "utf-16-be"),
}
FIRST_ESCAPE = 0xDC00  # Python reads a byte that is no UTF-8 as this and the byte
WINDOWS = {FIRST_ESCAPE + byte: bytes([byte]).decode("cp1252", "replace").replace("�", chr(byte)) for byte in range(128, 256)}


def text_of(raw: bytes) -> tuple[str, str]:
    """The text of some bytes, and in which encoding it was if not in UTF-8: words that go on from "it was read as"."""
    name, codec, mark = wide_encoding(raw)
    if codec:
        return raw[len(mark) :].decode(codec, "replace").lstrip("\ufeff"), name
    try:
        return raw.decode("utf-8").lstrip("\ufeff"), ""
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape").translate(WINDOWS)
        return text.lstrip("\ufeff"), "UTF-8 with characters of Windows-1252 (latin-1)"


def wide_encoding(raw: bytes) -> tuple[str, str, bytes]:
    """The encoding of a text of more than one byte a character: its name, Python's name for it, its mark; empty for others."""
    for mark, name, codec in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return name, codec, mark
    name, codec = ZEROS.get(tuple(byte == 0 for byte in raw[:4]), ("", ""))  # type: ignore[arg-type]
    return name, codec, b""
