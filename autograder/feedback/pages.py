"""Pages that can be opened: nbgrader's feedback and its formgrader.

nbgrader_config.py names what is here. What a student wrote reaches a page through it alone: outputs, attachments and
metadata as `safe_outputs` makes them anew, Markdown as `safe_markdown` renders it, sources of code as Pygments escapes them.
"""

import re
from functools import lru_cache
from html import escape

from jinja2 import BytecodeCache, Environment, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import Preprocessor

from autograder.catalogues import say
from autograder.feedback.markdown import LONGEST_MARKDOWN as LONGEST_KEPT
from autograder.feedback.markdown import inert_html
from autograder.notebooks.sanitize import make_safe

POLICY = (  # what the browser does even if all else fails: no script runs, nothing is fetched, no form is sent
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'\">"
)

WITHOUT_WORDS = re.compile(r"<img(?![^>]*\balt=)")
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


def highlighter(lexer: str):
    """nbconvert's filter for source code; `lexer` is the notebook's own language."""

    def highlight_code(source: str, language: str | None = None, metadata: dict | None = None) -> str:
        known = highlighted if len(source) <= LONGEST_KEPT else highlighted.__wrapped__
        return known(source, language or lexer, (metadata or {}).get("magics_language"))

    return highlight_code


@lru_cache(1024)  # most cells of a class's notebooks are the release's
def highlighted(source: str, language: str, magics: str | None) -> str:
    return Highlight2HTML(pygments_lexer=language)(source, metadata={"magics_language": magics} if magics else {})


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to: every page has an exporter of its own, which would compile them again."""

    def __init__(self) -> None:
        self.compiled: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.compiled.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.checksum, bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback, which needs no file beside it, with a policy that the browser enforces."""

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.bytecode_cache = COMPILED
        return environment

    def _preprocess(self, nb, resources):
        """In place of nbconvert's, which copies a copy, and holds the notebook against its schema after every step."""
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        return nb, resources

    def from_notebook_node(self, nb, resources=None, **kw):
        """Makes the page. nbconvert's own exporter would parse it again, for half of the time, to describe pictures."""
        resources = self._init_resources(resources)
        widgets = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        self.register_filter("highlight_code", highlighter(lexer or "ipython3"))
        self.register_filter("filter_data_type", widgets)
        page, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        head, body, rest = page.partition("<body>")
        head = FONT.sub("", head).replace("<head>", f"<head>\n{POLICY}", 1)
        return head + body + WITHOUT_WORDS.sub(f'<img alt="{escape(say("A picture without a description"))}"', rest), resources
