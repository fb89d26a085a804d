"""Modules that a course's nbgrader_config.py names as they were called before: found for one release, with a warning.

Nothing of this project uses them. The table and this file go with the next release.
"""

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

RENAMED = {
    "autograder.collect": "autograder.collection.zip_collect",
    "autograder.copying": "autograder.gradebook.file_copies",
    "autograder.exporters": "autograder.reports.lms_export",
    "autograder.guides": "autograder.feedback.marking_guide",
    "autograder.marks": "autograder.gradebook.save_grades",
    "autograder.pages": "autograder.feedback.templates",
    "autograder.plugin": "autograder.gradebook.preprocessors",
    "autograder.safe_pages": "autograder.feedback.pages",
}


class OldNames(MetaPathFinder, Loader):
    """Finds a module under the name that it had."""

    spec: ModuleSpec | None = None

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname in RENAMED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        new = RENAMED[spec.name]
        warnings.warn(f"{spec.name} is called {new} now; write that in nbgrader_config.py", FutureWarning, stacklevel=2)
        module = importlib.import_module(new)
        self.spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Gives the module back what the import system has just put in place of its own specification; it has run already."""
        module.__spec__ = self.spec


def install() -> None:
    """Lets imports find them, once."""
    if not any(isinstance(finder, OldNames) for finder in sys.meta_path):
        sys.meta_path.append(OldNames())
