"""Answers as plain data: numbers, short tuples, and arrays as the base64 of their bytes, in JSON.

`encode` runs beside the student's code, `decode` beside the judge: it believes nothing and checks everything.
"""

import base64
import binascii
import math
import re
import sysconfig
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from selfcheck.printable import printable

SELFCHECK = Path(__file__).resolve().parent
NOT_THE_STUDENTS = (str(SELFCHECK), str(SELFCHECK.parent / "lab"))  # whose frames are no line of the student's
PYTHONS_OWN = ("<frozen", sysconfig.get_path("stdlib"))
LARGEST_ARRAY = 2_000_000  # bytes: a map of 224 x 224 x 3 in float32 takes 602,112
LONGEST_TUPLE = 8
LARGEST_INTEGER = 2**53  # what a float still holds
DEEPEST_TUPLE = 4
LONGEST_TEXT = 300  # characters of an error's message
DTYPES = (
    "float16",
    "float32",
    "float64",
    "complex64",
    "complex128",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "bool",
)
TENSORS: dict[type, Callable[[Any], dict]] = {}  # a framework's tensors -> how they are read; `selfcheck.tensors` adds torch's


@dataclass(frozen=True)
class Array:
    """A tensor or a NumPy array that has crossed over; `values` is None where it was too large or no array of numbers."""

    kind: str  # "tensor" or "array"
    dtype: str
    shape: tuple[int, ...]
    values: np.ndarray | None
    leaf: bool = True
    requires_grad: bool = False


@dataclass(frozen=True)
class Raised:
    """An error that a student's code raised: its type, its message, and the line of the notebook it came from."""

    type: str
    message: str
    line: str | None = None
    quiet: bool = False  # its message may say what a student shall not see


@dataclass(frozen=True)
class Other:
    """Something that is no plain data: only the name of its type has crossed over."""

    type: str


def describe(error: BaseException) -> dict:
    """An error's type, its message, and the student's own line that it came from, where there is one."""
    try:
        message = str(error)[:LONGEST_TEXT]
    except Exception:  # an exception class may be the student's own
        message = ""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.line and is_students(frame.filename)]
    line = own[-1].line if own else None
    return {"type": type(error).__name__[:80], "message": message, "line": line[:LONGEST_TEXT] if line else None}


def is_students(file: str) -> bool:
    """Whether a frame's file may be the student's: none of the course's, of a library's or of Python's own."""
    library = re.search(r"[/\\](?:site|dist)-packages[/\\]", file)
    return not (library or file.startswith((*NOT_THE_STUDENTS, *PYTHONS_OWN)))


def encode(value: Any) -> dict:
    """A value as plain JSON: numbers, short texts, tuples, and arrays as bytes; of anything else its type and no more."""
    if value is None:
        return {"kind": "none"}
    if isinstance(value, Exception):
        return {"kind": "raised"} | describe(value)
    for kind, read in TENSORS.items():
        if isinstance(value, kind):
            return read(value)
    if isinstance(value, np.ndarray):
        return {"kind": "array"} | encode_array(value)
    if isinstance(value, (bool, np.bool_)):
        return {"kind": "bool", "value": bool(value)}
    if isinstance(value, (int, np.integer)):
        return {"kind": "int", "value": int(value)} if abs(int(value)) < LARGEST_INTEGER else strange(value)
    if isinstance(value, (float, np.floating)):
        return {"kind": "float", "value": float(value)} if np.isfinite(value) else {"kind": "float", "value": None}
    if isinstance(value, (tuple, list)) and len(value) <= 8:
        return {"kind": "tuple", "items": [encode(item) for item in value]}
    return strange(value)


def encode_array(array: np.ndarray) -> dict:
    """An array as plain JSON: its dtype, its shape, and its bytes as base64, None where they are too many or no numbers."""
    array = np.array(array, order="C", subok=False)
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.name not in DTYPES or array.nbytes > LARGEST_ARRAY:
        return {"dtype": str(array.dtype)[:40], "shape": list(array.shape), "data": None}
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "data": base64.b64encode(array.tobytes()).decode("ascii"),
    }


def strange(value: Any) -> dict:
    return {"kind": "other", "type": type(value).__name__[:80]}


def decode(plain: Any, depth: int = 0) -> Any:
    """What `encode` wrote, as None, bool, int, float, tuple, `Array` or `Other`.

    Raises:
        ValueError: it is not what `encode` writes.
    """
    match plain:
        case {"kind": "none"}:
            return None
        case {"kind": "bool", "value": bool(value)}:
            return value
        case {"kind": "int", "value": int(value)} if not isinstance(value, bool) and abs(value) < LARGEST_INTEGER:
            return value
        case {"kind": "float", "value": None}:
            return math.nan
        case {"kind": "float", "value": float(value)}:
            return value
        case {"kind": "tuple", "items": [*items]} if len(items) <= LONGEST_TUPLE and depth < DEEPEST_TUPLE:
            return tuple(decode(item, depth + 1) for item in items)
        case {"kind": "raised", "type": str(name), "message": str(message), "line": str() | None as line}:
            words = [printable(text[:LONGEST_TEXT]) if text else text for text in (name[:80], message, line)]
            return Raised(words[0] or "", words[1] or "", words[2], plain.get("quiet") is True)
        case {"kind": "other", "type": str(name)}:
            return Other(printable(name[:80]))
        case {"kind": "tensor" | "array" as kind, "dtype": str(dtype), "shape": [*shape], "data": data}:
            flags = {flag: plain.get(flag) is True for flag in ("leaf", "requires_grad") if flag in plain}
            return Array(
                kind, printable(dtype[:40]), whole_numbers(shape), decode_array(dtype, whole_numbers(shape), data), **flags
            )
    raise ValueError("an answer that is no plain data")


def whole_numbers(shape: list) -> tuple[int, ...]:
    if len(shape) > LONGEST_TUPLE or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise ValueError("an array whose shape is no list of whole numbers")
    return tuple(shape)


def decode_array(dtype: str, shape: tuple[int, ...], data: Any) -> np.ndarray | None:
    if data is None:
        return None
    if dtype not in DTYPES or not isinstance(data, str):
        raise ValueError("an array of no known type")
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size > LARGEST_ARRAY or len(data) > size * 4 / 3 + 4:
        raise ValueError("an array of another size than it says")
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error as reason:
        raise ValueError("an array that is no base64") from reason
    if len(raw) != size:
        raise ValueError("an array of another size than it says")
    return np.frombuffer(raw, dtype).reshape(shape)
