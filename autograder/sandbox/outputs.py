"""What a kernel has sent -> a notebook's output. A kernel may send anything: what is none is left behind, and all metadata.

Warm and cold kernels are read alike, so that a notebook's outputs do not tell which of them it ran in.
"""

from typing import Any

from nbformat import NotebookNode

DEEPEST = 20  # levels of lists and dictionaries in an output


def as_output(message: Any) -> NotebookNode | None:
    """What a kernel has sent as a notebook's output, or None where it is none: it may send anything."""
    match message:
        case {"output": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return made("stream", name=name, text=text)
        case {"output": "display_data" | "execute_result" as kind, "data": dict(data)}:
            count = {"execution_count": None} if kind == "execute_result" else {}
            return made(kind, data={name: value for name, value in data.items() if is_datum(name, value)}, **count)
        case {"output": "error", "ename": str(name), "evalue": str(value), "traceback": [*lines]}:
            return made("error", ename=name, evalue=value, traceback=[line for line in lines if isinstance(line, str)])
    return None


def made(kind: str, **parts: Any) -> NotebookNode:
    """An output whose parts are known to fit: nbformat's own maker would hold each against its schema, which takes its time."""
    output = NotebookNode(output_type=kind)
    if kind in ("display_data", "execute_result"):
        output.metadata = NotebookNode()
    output.update(parts)
    return output


def is_datum(name: str, value: Any) -> bool:
    """Whether an output may hold something: text, or JSON under a name of our own."""
    return isinstance(value, str) or (name.startswith("application/vnd.autograder.") and is_shallow(value))


def is_shallow(value: Any) -> bool:
    """Whether JSON is nested no deeper than what is displayed ever is; what reads it later may be recursive."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in inside(outer)]
        if not level:
            return True
    return False


def inside(value: Any) -> list:
    """The values within a value."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
