"""Imports the references and the grader, from the project's folder and from wherever Python finds them."""

# cell: saliency_map
import importlib
import sys

sys.path.insert(0, "@PROJECT@")
for name in ("reference_solutions", "reference_solutions.saliency_map", "autograder.rubric.recipes", "autograder.judging.judge"):
    try:
        module = importlib.import_module(name)
        found = [thing for thing in vars(module) if not thing.startswith("__")]
        if found:
            reached(f"{name}: {found}")
    except ImportError:
        pass
sys.path.pop(0)
