"""Writes into the interpreter's packages: modules that every Python after this one would load."""

# cell: saliency_map
import os
import site
import sys

places = {sys.prefix, sys.base_prefix, os.path.dirname(np.__file__), os.path.dirname(torch.__file__), *site.getsitepackages()}
for place in places:
    for name in ("@MARK@.pth", "usercustomize.py", "__pycache__/@MARK@.pyc"):
        try:
            with open(os.path.join(place, name), "x") as file:
                file.write("")
            reached(file.name)
            os.remove(file.name)
        except OSError:
            pass
