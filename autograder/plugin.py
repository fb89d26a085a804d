"""nbgrader's steps: read anything, rebuild it from the release, execute it, judge it outside, write the marks.

nbgrader_config.py names them; nobody imports this.
"""

import json
import os
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float

from autograder.execute import Limits
from autograder.feedback import summary
from autograder.grading import Graded, release_notebook, run_and_judge
from autograder.pictures import pictures
from autograder.rebuild import META, Rebuilt, grade_id_of, rebuild
from autograder.safe_outputs import make_safe
from autograder.submission import read_file
from autograder.verdict import Verdict, in_words
from lab.observe import MIME


class AnyNotebook(NotebookExporter):
    """Reads a submitted file whatever it is; the Rebuild step makes a notebook of it."""

    def from_filename(self, filename, resources=None, **kw):
        if not getattr(self.parent, "_sanitizing", False):  # the second pass reads what the first has written
            return super().from_filename(filename, resources, **kw)
        resources = resources or {}
        resources["metadata"] = {"name": Path(filename).stem, "path": os.path.dirname(filename)}
        notebook = new_notebook()
        notebook.metadata[META] = {"file": str(Path(filename).parent.resolve() / Path(filename).name)}
        return self.from_notebook_node(notebook, resources, **kw)


def release_folder(step: NbGraderPreprocessor, assignment: str) -> Path:
    """release/<assignment> of the course that a step works for."""
    directory = step.parent.parent.coursedir  # step <- exporter <- converter
    return Path(directory.format_path(directory.release_directory, ".", assignment))


def handed_in(step: NbGraderPreprocessor, names: dict[str, str]) -> Path:
    """submitted/<student>/<assignment>."""
    directory = step.parent.parent.coursedir
    return Path(directory.format_path(directory.submitted_directory, names["student"], names["assignment"]))


class Rebuild(NbGraderPreprocessor):
    """The first step: from the release, with the student's answers."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        folder = release_folder(self, names["assignment"])
        submission = read_file(Path(nb.metadata[META]["file"]))
        rebuilt = rebuild(release_notebook(folder, names["notebook"]), submission)
        for repair in rebuilt.repairs:
            self.log.warning("%s/%s: %s", names["student"], names["assignment"], repair)
        return rebuilt.notebook, resources


class ExecuteAndJudge(NbGraderPreprocessor):
    """In place of Execute: runs the notebook, has the answers judged outside, and writes every autograded cell's mark."""

    cell_seconds = Float(60.0, help="Wall time for one cell of a notebook, or for one task's questions.").tag(config=True)
    notebook_seconds = Float(600.0, help="Wall time for a whole notebook.").tag(config=True)

    illustrations = Bool(False, help="Run also the given cells that only draw; it takes five times as long.").tag(config=True)

    unsafe = Bool(False, help="Where this machine makes no box for students' code, run it without one.").tag(config=True)

    def preprocess(self, nb, resources):
        assignment = resources["nbgrader"]["assignment"]
        ours = nb.metadata.get(META, {})
        graded = run_and_judge(
            Rebuilt(nb, list(ours.get("repairs", [])), dict(ours.get("excuses", {}))),
            handed_in(self, resources["nbgrader"]),
            Limits(self.cell_seconds, self.notebook_seconds),
            self.illustrations,
            self.unsafe,
        )
        write_marks(graded)
        make_safe(graded.notebook, evidence=True)  # here: nbconvert gives the whole submission up over one broken output
        for note in graded.execution.notes:
            self.log.warning("%s/%s: %s", resources["nbgrader"]["student"], assignment, note)
        unjudged = [verdict.message for verdict in graded.verdicts.values() if verdict.status == "not_judged"]
        if unjudged:  # no mark is better than a wrong one: nbgrader drops this submission, says so, and goes on
            raise RuntimeError(f"not judged, no marks written: {unjudged[0]}")
        return graded.notebook, resources


def write_marks(graded: Graded) -> None:
    """Puts the verdicts into the notebook: in each test cell what nbgrader reads, in the metadata what we read."""
    for cell in graded.notebook.cells:
        task = (grade_id_of(cell) or "").removeprefix("test_")
        if cell.cell_type == "code" and task in graded.verdicts and cell.metadata.nbgrader.grade:
            cell.outputs = outputs_of(graded.verdicts[task], graded.execution.observations.get(task, []))
            cell.execution_count = 1
    graded.notebook.metadata[META] = json.loads(
        json.dumps(
            {
                "repairs": graded.repairs,
                "notes": graded.execution.notes,
                "verdicts": [verdict.to_json() for verdict in graded.verdicts.values()],
                "pictures": {
                    task: pictures(verdict, graded.execution.observations.get(task, []))
                    for task, verdict in graded.verdicts.items()
                },
            }
        )
    )


def outputs_of(verdict: Verdict, answers: list[dict]) -> list[NotebookNode]:
    """A test cell's outputs: the evidence, the verdict in words, and the one number that nbgrader reads."""
    evidence = [new_output("display_data", data={MIME: answer}) for answer in answers]
    words = new_output("stream", name="stdout", text=in_words(verdict))
    mark = new_output("execute_result", data={"text/plain": repr(float(verdict.points))}, execution_count=1)
    return [*evidence, words, mark]


class Summary(NbGraderPreprocessor):
    """A step of the feedback: first what was earned and why, task by task, with pictures."""

    def preprocess(self, nb, resources):
        nb.cells.insert(0, new_markdown_cell(summary(nb, resources["nbgrader"])))
        return nb, resources
