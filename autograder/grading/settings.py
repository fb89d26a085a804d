"""A course's settings for grading: each field and its default stands here, and nowhere else.

nbgrader's step (`autograder.gradebook.preprocessors`) has a configurable trait for each, and `nbgrader_config.py` overrides them.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class GradingSettings:
    """What a course sets for grading.

    Args:
        cell_seconds: wall time for one cell of a notebook, or for one task's questions.
        notebook_seconds: wall time for a whole notebook.
        illustrations: run also the given cells that only draw.
        unsafe: where this machine makes no sandbox, run submitted code without one.
        device: where functions are called, "cpu" or "cuda".
    """

    cell_seconds: float = 60.0
    notebook_seconds: float = 600.0
    illustrations: bool = False
    unsafe: bool = False
    device: str = "cpu"

    def to_json(self) -> dict[str, object]:
        """The fields as plain data; a limit is the same whether it was written as 60 or 60.0."""
        return asdict(self) | {"cell_seconds": float(self.cell_seconds), "notebook_seconds": float(self.notebook_seconds)}


DEFAULTS = GradingSettings()
