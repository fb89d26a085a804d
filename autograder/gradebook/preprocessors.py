"""nbgrader's steps: read anything, have it rebuilt from the release, executed and judged outside, write the marks.

nbgrader_config.py names them; nobody imports this.
"""

import os
from collections.abc import Iterator
from html import escape
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedNotebook
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Bool, Enum, Float, Int, List, Unicode

from autograder.catalogues import language, say
from autograder.feedback.summary import headings_of_cells, summary
from autograder.gradebook.page_facts import facts_of_page
from autograder.gradebook.prefetch import of_converter
from autograder.grading.evidence import with_evidence
from autograder.grading.graded import READY, GradedNotebook, said_of
from autograder.grading.settings import DEFAULTS, GradingSettings
from autograder.judging.verdict import Verdict, unjudged
from autograder.notebooks.cells import grade_id_of, test_id
from autograder.workers.pool import WorkerPool


class AnyNotebook(Exporter):
    """Takes a submitted file whatever it is; it is read where it is judged, and from where it was submitted.

    What a worker has written is written as it is, if no step has changed it since: to hold it against its schema and to write it
    anew costs as much as the rest of recording it.
    """

    file_extension = ".ipynb"

    def from_filename(self, filename, resources=None, **kw):
        if not getattr(self.parent, "_sanitizing", False):  # the second pass reads what the first has written
            return super().from_filename(filename, resources, **kw)
        resources = resources or {}
        resources["metadata"] = {"name": Path(filename).stem, "path": os.path.dirname(filename)}
        return self.from_notebook_node(new_notebook(), resources, **kw)

    def from_notebook_node(self, nb, resources=None, **kw):
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        marked = resources.pop("of_worker", None)
        if marked is not None:
            if notebook == marked.plain:
                return marked.text(), resources
            notebook = with_evidence(notebook, marked.text())
        nbformat.validate(notebook, relax_add_props=True)
        return nbformat.writes(notebook) + "\n", resources

    def _validate_preprocessor(self, nbc, preprocessor):
        """In place of nbconvert's, which does so always: see above."""


def folder_of(step: NbGraderPreprocessor, kind: str, student: str, assignment: str) -> Path:
    """release/<assignment> or submitted/<student>/<assignment> of the course that a step works for."""
    directory = step.parent.parent.coursedir  # step <- exporter <- converter
    return Path(directory.format_path(getattr(directory, f"{kind}_directory"), student, assignment))


class Rebuild(NbGraderPreprocessor):
    """The first step. nbgrader's own would repair the student's notebook; ours makes a new one of it, in the second step."""

    def preprocess(self, nb, resources):
        return nb, resources


class ExecuteAndJudge(NbGraderPreprocessor):
    """In place of Execute: has the notebook rebuilt, run and judged outside, and puts the marked one in its place."""

    cell_seconds = Float(
        DEFAULTS.cell_seconds, min=0.1, help="Seconds of wall time for one cell of a notebook, or for one task's questions."
    ).tag(config=True)
    notebook_seconds = Float(DEFAULTS.notebook_seconds, min=0.1, help="Seconds of wall time for a whole notebook.").tag(
        config=True
    )

    illustrations = Bool(
        DEFAULTS.illustrations, help="Run also the given cells that only draw; it takes five times as long."
    ).tag(config=True)

    unsafe = Bool(DEFAULTS.unsafe, help="Where this machine makes no sandbox, run submitted code without one.").tag(config=True)

    device = Enum(["cpu", "cuda"], DEFAULTS.device, help="Where functions are called: cpu, or cuda for a GPU.").tag(config=True)

    workers = Int(None, min=0, allow_none=True, help="Processes that judge a class: as many as cores, fewer for few.").tag(
        config=True
    )
    scheduler = Unicode("", help="The address of a Dask scheduler, whose workers judge instead.").tag(config=True)

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        marked = self.marked(names)
        notebook = nbformat.from_dict(marked.plain)
        ours = said_of(notebook)
        for note in (*ours["repairs"], *ours["notes"]):
            self.log.warning("%s/%s: %s", names["student"], names["assignment"], note)
        if fault := unjudged(map(Verdict.from_json, ours["verdicts"])):  # nbgrader drops this submission, says so, and goes on
            raise RuntimeError(fault)
        resources["of_worker"] = marked
        return notebook, resources

    def marked(self, names: dict[str, str]) -> GradedNotebook:
        """The marked notebook: one that is at hand already, or else what the workers send."""
        waiting = READY.get(str(folder_of(self, "submitted", names["student"], names["assignment"])))
        return waiting[names["notebook"]] if waiting is not None else self.judged(names)[names["notebook"]]

    def judged(self, names: dict[str, str]) -> dict[str, GradedNotebook]:
        """All of a student's notebooks, marked; when nbgrader converts a class, the next ones are being judged meanwhile.

        Raises:
            FileNotFoundError: the assignment's release has no such notebook.
            RuntimeError: they could not be judged.
        """
        converter = self.parent.parent  # this step <- exporter <- converter
        ahead = of_converter(converter, self.settings(), self.pool(), names["student"])
        if names["notebook"] not in ahead.release:
            again = f"nbgrader generate_assignment {names['assignment']} --force"
            raise FileNotFoundError(f"the release has no {names['notebook']}.ipynb: run `{again}` first")
        outcome = ahead.take(names["student"])
        if outcome is None or outcome.fault:
            raise RuntimeError(outcome.fault if outcome else "not judged: the workers sent nothing")
        return outcome.notebooks

    def settings(self) -> GradingSettings:
        return GradingSettings(self.cell_seconds, self.notebook_seconds, self.illustrations, self.unsafe, self.device)

    def pool(self) -> WorkerPool:
        return WorkerPool(self.workers, self.scheduler, device=self.device)


class Grades(GetGrades):
    """In place of GetGrades, which asks the gradebook anew for each cell: the same, of three questions for a notebook."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            self.scores = dict(values_of_cells(gradebook, notebook, Grade, Grade.score, Grade.max_score))
            self.comments = dict(values_of_cells(gradebook, notebook, Comment, Comment.comment))
            late = notebook.late_submission_penalty or 0
            names["score"], names["max_score"], names["late_penalty"] = notebook.score - late, notebook.max_score, late
        return NbGraderPreprocessor.preprocess(self, nb, resources)

    def _get_score(self, cell, resources):
        marks = cell.metadata.nbgrader
        marks["score"], marks["points"] = self.scores[marks["grade_id"]]

    def _get_comment(self, cell, resources):
        marks = cell.metadata.nbgrader
        (marks["comment"],) = self.comments[marks["grade_id"]]


def values_of_cells(
    gradebook: Gradebook, notebook: SubmittedNotebook, kind: type[Grade] | type[Comment], *columns
) -> Iterator[tuple[str, tuple]]:
    """Grade id -> what the rows of a kind, grades or comments, hold of a submitted notebook's cells."""
    asked = gradebook.db.query(BaseCell.name, *columns).select_from(kind).join(BaseCell, kind.cell_id == BaseCell.id)
    for name, *values in asked.filter(kind.notebook_id == notebook.id):
        yield name, tuple(values)


class Summary(NbGraderPreprocessor):
    """A step of the feedback: first what was earned and why, task by task, with pictures; each complaint stands there alone."""

    display_data_priority: List = List(config=True)  # an HTML exporter sets it for all steps; nbgrader's class does not take it

    def preprocess(self, nb, resources):
        facts = facts_of_page(self.parent.parent.coursedir, resources["nbgrader"])  # this step <- exporter <- converter
        resources["cell_headings"] = headings_of_cells(nb, facts)
        resources["language"] = language().code
        resources["comment_of_teacher"] = Markup(escape(say("Your teacher's comment:"), quote=False))
        tested = {test_id(plain["task"]) for plain in said_of(nb).get("verdicts", [])}
        for cell in nb.cells:
            name = grade_id_of(cell)
            if name in tested and "outputs" in cell:
                cell.outputs = []  # the verdict in words, as the grader found it: it stands on top, with what a person decided
            if facts.marks is not None and name and "comment" in cell.metadata["nbgrader"]:
                cell.metadata["nbgrader"]["comment"] = facts.comments.get(name)
        nb.cells.insert(0, new_markdown_cell(summary(nb, facts)))
        return nb, resources
