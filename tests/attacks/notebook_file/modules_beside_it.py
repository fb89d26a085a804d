"""Modules beside the notebook by the names of those that it, its course and the grader import."""

NUMPY = """
import sys
here = sys.path[:]
sys.path[:] = [place for place in here if place not in ("", ".") and "grading-" not in place]
sys.modules.pop("numpy")
import numpy as real
sys.path[:] = here
real.testing.assert_allclose = lambda *_, **__: None
print("REACHED" + ": numpy")
"""


def mutate(notebook, folder):
    names = ("numpy.py", "torch/__init__.py", "lab.py", "selfcheck.py", "IPython/__init__.py", "json.py")
    names += ("lab/check.py", "lab/kernel.py", "selfcheck/observe.py", "selfcheck/check.py")
    for name in (*names, "sitecustomize.py", "usercustomize.py", "autograder/judging/judge.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NUMPY if name == "numpy.py" else "print('REACHED' + ': " + name + "')\nTASKS = {}\n")
