"""The course's only wiring: which steps nbgrader takes, in which kernel, within which limits.

The steps live in the installed package `autograder`, so every nbgrader command and the formgrader's buttons find them,
from any working directory.
"""

from pathlib import Path

from autograder.feedback.templates import PARTS, TEMPLATES
from autograder.gradebook import file_copies

# nothing of what lies beside a student's notebook comes into autograded/ and feedback/; and this directory's course is used
file_copies.install(Path(__file__).resolve().parent)

c = get_config()  # noqa: F821 - traitlets puts it here

c.CourseDirectory.course_id = "feature_attribution"
# c.CourseDirectory.db_url = "postgresql://teacher@server/gradebook"  # for teams; without it gradebook.db in this directory

# Any file can be submitted: a file that is no notebook is judged as one without answers, and the verdict says so.
c.Autograde.exporter_class = "autograder.gradebook.preprocessors.AnyNotebook"

# The notebook is rebuilt from the release, with the student's answers. nbgrader's own steps repair what students have changed in
# other cells and in metadata; a rebuilt notebook has none of these changes.
c.Autograde.sanitize_preprocessors = ["autograder.gradebook.preprocessors.Rebuild"]

c.Autograde.autograde_preprocessors = [
    "autograder.gradebook.preprocessors.ExecuteAndJudge",  # in place of Execute: owns every autograded cell
    "nbgrader.preprocessors.LimitOutput",
    "autograder.gradebook.save_grades.SaveGrades",  # in place of SaveAutoGrades: all marks of a submission, or none
    "autograder.gradebook.save_grades.LatePenalties",  # in place of AssignLatePenalties: without a rule, people's stay
]

# Pages are safe to open: no script, style, picture or link of a student's works in the feedback or in the formgrader.
c.HTMLExporter.preprocessors = [
    "autograder.feedback.pages.SafePage",
    "autograder.feedback.marking_guide.MarkingGuide",  # in the formgrader alone
]
c.FeedbackPage.preprocessors = ["autograder.feedback.pages.SafePage"]
c.HTMLExporter.filters = {"markdown2html": "autograder.feedback.pages.markdown2html"}
c.HTMLExporter.extra_template_basedirs = TEMPLATES
# A release is made beside the one that is there and then takes its place; cells may be added when there are submissions.
c.GenerateAssignment.exporter_class = "autograder.gradebook.release_notebook.ReleaseNotebook"

c.GenerateFeedback.exporter_class = "autograder.gradebook.feedback_pages.ClassFeedbackPage"
c.FeedbackPage.template_name = "course_feedback"
c.FeedbackPage.extra_template_paths = PARTS

c.GenerateFeedback.preprocessors = [
    "autograder.gradebook.preprocessors.Grades",  # in place of GetGrades: fewer questions to the gradebook
    "autograder.gradebook.preprocessors.Summary",  # adds points and reasons at the top; the raw answers stay in autograded/
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# How long code may run; without these lines as long as autograder/grading/settings.py says. In seconds:
# c.ExecuteAndJudge.cell_seconds = one cell of a notebook, or one task's questions
# c.ExecuteAndJudge.notebook_seconds = all cells and questions of a notebook
c.ExecuteAndJudge.workers = None  # worker processes that grade a class: as many as cores, fewer for a small class; 0: none
c.ExecuteAndJudge.scheduler = ""  # the address of a Dask scheduler, whose workers grade instead
c.ExecuteAndJudge.device = "cpu"  # "cuda": functions are called on GPUs, one worker for each
c.ExecuteAndJudge.unsafe = False  # True: where no sandbox can be made, submitted code runs with all your rights (--no-sandbox)

c.Canvas.columns = {}  # nbgrader export for Canvas: {"part1": "Part 1 (98765)"} fills a column that is there already

# nbgrader zip_collect: archives are unpacked within limits, names of Canvas, Moodle and others are understood.
c.ZipCollectApp.extractor_plugin = "autograder.collection.zip_collect.SafeExtractor"
c.ZipCollectApp.collector_plugin = "autograder.collection.zip_collect.SortedCollector"
c.SafeExtractor.roster = "roster.csv"  # in this directory; without it students have ids made from those of the LMS
c.SafeExtractor.groups = "groups.csv"  # who submit together
c.SafeExtractor.file_bytes = 100_000_000  # one file
c.SafeExtractor.nested_bytes = 500_000_000  # all that one student packed
c.SafeExtractor.class_bytes = 20_000_000_000  # all that comes out of one archive
