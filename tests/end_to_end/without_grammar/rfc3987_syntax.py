"""In place of the package of this name, as `autograder/__init__.py` does for our commands: nbgrader's start quickly, too."""

raise ImportError("its grammar takes a second at every start, and no notebook has an international address to check")
