"""A submission -> its notebooks, executed, judged and graded. Pure: it reads no course directory and writes none.

A worker anywhere does this, and gives back each notebook with its points, the evidence and the verdicts in it.
`autograder.gradebook.preprocessors` decides what nbgrader then does with it.
"""

import json
import time

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.execution.records import ALONE
from autograder.grading.answer_images import pictures
from autograder.grading.assessment import NotebookResult, run_and_judge
from autograder.grading.evidence import without_evidence
from autograder.grading.graded import GradedNotebook
from autograder.grading.settings import DEFAULTS, GradingSettings
from autograder.grading.submission import Submission, hashes_of
from autograder.grading.variants import Whose
from autograder.judging.spent import SPENT
from autograder.judging.verdict import Provenance, Verdict, in_words
from autograder.notebooks.cells import KEY, task_of
from autograder.notebooks.rebuild import rebuild
from autograder.notebooks.sanitize import evidence_output, make_safe
from selfcheck.observe import MIME


def grade_submission(
    submission: Submission,
    release: dict[str, str],
    settings: GradingSettings = DEFAULTS,
    names: list[str] | None = None,
) -> dict[str, GradedNotebook]:
    """Executes and judges the notebooks of a submission: the name of each -> the graded notebook.

    Args:
        release: name -> the notebook of the release, as JSON text.
        names: of the notebooks that are wanted; None is all that were submitted.
    Raises:
        SandboxUnavailable: submitted code cannot run in a sandbox here, and the settings do not allow less.
        KernelUnavailable: no kernel starts here.
    """
    rests_on = hashes_of(submission, release, settings)
    return {
        name: written(graded_notebook(submission, name, release[name], settings, rests_on))
        for name in (submission.names if names is None else names)
    }


def written(notebook: NotebookNode) -> GradedNotebook:
    """A notebook as it travels. It is held against its schema here, so that whoever records it need not."""
    nbformat.validate(notebook, relax_add_props=True)
    return GradedNotebook(json.dumps(without_evidence(notebook)), nbformat.v4.writes(notebook) + "\n")


def graded_notebook(
    submission: Submission, name: str, release: str, settings: GradingSettings, rests_on: Provenance
) -> NotebookNode:
    """One notebook, with its points and what is to be said of it."""
    began, cpu = time.monotonic(), time.thread_time()
    SPENT.seconds.clear()
    rebuilt = SPENT.on("rebuild", lambda: rebuild(nbformat.reads(release, as_version=4), submission.parsed(name)))
    graded = run_and_judge(rebuilt, submission.files, settings, whose_is(submission))
    verdicts = {task: verdict.resting_on(rests_on) for task, verdict in graded.verdicts.items()}
    write_verdicts(graded.notebook, verdicts, graded.execution.observations)
    drawn = SPENT.on("pictures", lambda: {task: pictures_of(graded, verdict) for task, verdict in verdicts.items()})
    graded.notebook.metadata[KEY] = {
        "repairs": graded.repairs,
        "notes": graded.execution.notes,
        "verdicts": [verdict.to_json() for verdict in verdicts.values()],
        "pictures": drawn,
        "seconds": round(time.monotonic() - began, 3),
        "cpu": round(time.thread_time() - cpu + graded.cpu, 3),
        "spent": {stage: round(seconds, 4) for stage, seconds in (graded.spent | SPENT.seconds).items()},
    } | ({"variants": graded.variants} if graded.variants else {})
    return make_safe(graded.notebook, evidence=True)  # nbconvert gives the whole submission up over one broken output


def whose_is(submission: Submission) -> Whose:
    """Whose a submission is, by what the grader and the course's files say."""
    return Whose(submission.student, submission.variants, submission.partners, submission.doubt)


def pictures_of(graded: NotebookResult, verdict: Verdict) -> list[dict]:
    """The pictures of a task's answers."""
    task, execution = verdict.task, graded.execution
    alone = execution.worlds.get(task) == ALONE
    return pictures(verdict, execution.observations.get(task, []), alone, graded.variants.get(task, 0))


def write_verdicts(notebook: NotebookNode, verdicts: dict[str, Verdict], observations: dict[str, list[dict]]) -> None:
    """Puts into each test cell what nbgrader reads and what the points rest on."""
    for cell in notebook.cells:
        task = task_of(cell)
        if cell.cell_type == "code" and task in verdicts:
            cell.outputs = outputs_of(verdicts[task], observations.get(task, []))
            cell.execution_count = 1


def outputs_of(verdict: Verdict, answers: list[dict]) -> list[NotebookNode]:
    """A test cell's outputs: the evidence, the verdict in words, and the one number that nbgrader reads."""
    evidence = [evidence_output({MIME: answer}) for answer in answers]
    words = new_output("stream", name="stdout", text=in_words(verdict))
    points = new_output("execute_result", data={"text/plain": repr(float(verdict.points))}, execution_count=1)
    return [*evidence, words, points]
