"""Converts untrusted messages of a kernel to outputs of a notebook; drops what is no output, and all metadata.

Forked and Jupyter kernels are read alike, so that the outputs do not depend on the kind of kernel.
"""

from typing import Any

from nbformat import NotebookNode

DEEPEST = 20  # levels of lists and dictionaries in an output


def as_output(message: Any) -> NotebookNode | None:
    """Converts a message to an output; None if it is none."""
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
    """Makes an output of parts that are known to fit: nbformat's own function would validate each, which takes longer."""
    output = NotebookNode(output_type=kind)
    if kind in ("display_data", "execute_result"):
        output.metadata = NotebookNode()
    output.update(parts)
    return output


def is_datum(name: str, value: Any) -> bool:
    """Whether an output may hold a value: text, or JSON under a MIME type of the grader."""
    return isinstance(value, str) or (name.startswith("application/vnd.autograder.") and is_shallow(value))


def is_shallow(value: Any) -> bool:
    """Whether JSON is nested no deeper than real outputs are; code that reads it later may be recursive."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in inside(outer)]
        if not level:
            return True
    return False


def inside(value: Any) -> list:
    """Lists the values directly inside a value."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
