"""Pages that can be opened: nbgrader's feedback and its formgrader.

nbgrader_config.py names what is here. What a student wrote reaches a page through it alone: outputs, attachments and
metadata as `safe_outputs` makes them anew, Markdown as `safe_markdown` renders it, sources of code as Pygments escapes them.
"""

import re
from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor

from autograder.feedback.markdown import inert_html
from autograder.notebooks.sanitize import make_safe

POLICY = (  # what the browser does even if all else fails: no script runs, nothing is fetched, no form is sent
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'\">"
)

FONT = re.compile(r"@font-face\s*\{[^}]*\}")  # Bootstrap's signs, as files that are not there


class SafePage(Preprocessor):
    """A step of every page: notebooks that were graded before, or edited since, are made safe, too."""

    enabled = True

    def preprocess(self, nb, resources):
        for name in ("student", "first_name", "last_name", "notebook_path"):  # the formgrader's page shows them as they are
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        return make_safe(nb), resources


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """In place of nbconvert's filter. A step's own HTML is of the type Markup, which no file can hold; all else is Markdown."""
    return source if isinstance(source, Markup) else inert_html(source, context.get("cell", {}).get("attachments"))


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback, which needs no file beside it, with a policy that the browser enforces."""

    def from_notebook_node(self, nb, resources=None, **kw):
        page, resources = super().from_notebook_node(nb, resources, **kw)
        head, body, rest = page.partition("<body>")
        head = FONT.sub("", head).replace("<head>", f"<head>\n{POLICY}", 1)
        return head + body + rest, resources
