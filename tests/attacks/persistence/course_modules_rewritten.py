"""Rewrites the course's modules and their compiled forms beside the notebook, for later questions and for the next notebook."""

# twice
# cell: saliency_map
import py_compile
from pathlib import Path

import lab.tasks
import selfcheck.tasks

if hasattr(lab.tasks, "REWRITTEN") or hasattr(selfcheck.tasks, "REWRITTEN"):
    reached("a module that was rewritten before")
for path in [path for one in (lab, selfcheck) for path in Path(one.__file__).parent.rglob("*.py")]:
    try:
        path.write_text(path.read_text() + "\nREWRITTEN = True\n")
        py_compile.compile(str(path))
    except OSError:
        pass
for path in Path("data/public").glob("*"):
    try:
        path.write_bytes(b"")
    except OSError:
        pass
