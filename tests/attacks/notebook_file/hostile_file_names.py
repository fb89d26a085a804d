"""Files beside the notebook whose names are options, commands, markup, line breaks, or too long."""

import contextlib


def mutate(notebook, folder):
    names = ["-rf", "--help", "$(touch @DROP@\\x)", "`id`", "a\nb.txt", "a\rb", "\u202egnp.exe", "%s%n{0}", "*", "~", "CON", " "]
    names += ["<img src=x onerror=hostile()>.png", "x" * 250, "\x1b[2J", "\udcff.bin", ".nbgrader.log", "gradebook.db"]
    for name in names:
        with contextlib.suppress(OSError):
            (folder / name).write_text("x")
