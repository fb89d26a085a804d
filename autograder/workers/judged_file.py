"""One notebook file judged without a gradebook, as plain data: by a command itself, or by a process that is kept warm."""

import logging
from pathlib import Path
from typing import Any, NamedTuple


class FileRequest(NamedTuple):
    """What is to be judged.

    Args:
        notebook: its path.
        release: its release folder; empty where the notebook's cells are to tell.
        student: whose it is; empty where the notebook is to tell.
        unsafe: run it without a sandbox where this machine makes none.
    """

    notebook: str
    release: str = ""
    student: str = ""
    unsafe: bool = False


class JudgedFile(NamedTuple):
    """What came of it: the verdicts as records, one for each task, and notes on repairs and on the run."""

    verdicts: list[dict[str, Any]]
    notes: list[str]


def judge_file(request: FileRequest) -> JudgedFile:
    """Judges one file.

    Raises:
        FileNotFoundError: there is no release.
        ValueError: the course's variants.csv cannot be understood.
        SandboxUnavailable: this machine makes no sandbox, and the request does not allow less.
    """
    from autograder.grading.assessment import grade_file, release_for
    from autograder.grading.settings import GradingSettings
    from autograder.grading.variants_file import whose_by_file
    from autograder.notebooks.parse import read_file

    notebook = Path(request.notebook)
    release = Path(request.release) if request.release else release_for(read_file(notebook))
    graded = grade_file(notebook, release, GradingSettings(unsafe=request.unsafe), whose_by_file(request.student))
    logging.getLogger(__name__).info("its kernels took %.2f CPU seconds", graded.cpu)
    return JudgedFile([verdict.to_json() for verdict in graded.verdicts.values()], [*graded.repairs, *graded.execution.notes])
