"""Runs a notebook's cell statement by statement: one that fails is left out and reported, and the rest of the cell runs.

A missing package, drive, magic or display thus costs one line. When a cell's time is over, quick statements among the rest
(definitions, imports, constants) still run, so that what a student wrote below a slow line is not lost. It runs where a
student's code runs, in IPython's shell, and imports only the standard library.
"""

import ast
import signal
import sys
import time
from contextlib import contextmanager

MIME = "application/vnd.autograder.skipped+json"
MOST_REPORTS = 100  # of one cell
QUICK, IN_ALL = 0.2, 2.0  # seconds for one statement after a time-out, and for all of them but definitions
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
LONGEST = 300  # characters of an error's text


class SplitImports(ast.NodeTransformer):
    """Splits `import a, b` and `from p import a, b` into one statement per name, so that each can fail alone."""

    def visit_Import(self, node):
        return [ast.copy_location(ast.Import([name]), node) for name in node.names]

    def visit_ImportFrom(self, node):
        if node.module == "__future__":
            return node
        return [ast.copy_location(ast.ImportFrom(node.module, [name], node.level), node) for name in node.names]


def install(shell):
    """Makes a shell run its cells statement by statement from now on, and skip debuggers, which nobody could type into."""
    whole = shell.run_ast_nodes
    shell.ast_transformers.append(SplitImports())

    async def run_ast_nodes(nodelist, cell_name, interactivity="last_expr", compiler=compile, result=None):
        run = Cell(shell, whole, cell_name, compiler, result)
        for position, node in enumerate(nodelist):
            last = position == len(nodelist) - 1
            await run.statement(node, interactivity if last else "none")
        run.draw()
        return run.failed

    shell.run_ast_nodes = run_ast_nodes
    skip_debuggers(shell)


class Cell:
    """One run of one cell."""

    def __init__(self, shell, whole, cell_name, compiler, result):
        self.shell, self.whole, self.cell_name, self.compiler, self.result = shell, whole, cell_name, compiler, result
        self.failed = False
        self.reports = 0
        self.hurry_until = None  # a time, once the cell's own time was over

    async def statement(self, node, interactivity):
        """Runs one statement; after a time-out only while it is quick, and definitions to the end of the cell."""
        if self.hurry_until is None:
            await self.run(node, interactivity)
        elif (left := QUICK if isinstance(node, DEFINES) else self.hurry_until - time.monotonic()) > 0:
            with interrupted_after(min(QUICK, left)):
                await self.run(node, "none")

    async def run(self, node, interactivity):
        before = self.result.error_in_exec, self.result.error_before_exec
        self.result.error_in_exec = self.result.error_before_exec = None
        try:
            failed = await self.whole([node], self.cell_name, interactivity, self.compiler, self.result)
        except Exception:  # an error whose class cannot even be shown
            failed = True
        if not failed:
            self.result.error_in_exec, self.result.error_before_exec = before
            return
        self.failed = True
        error = self.result.error_in_exec or self.result.error_before_exec
        self.report(node, error)
        if isinstance(error, KeyboardInterrupt) and self.hurry_until is None:
            self.hurry_until = time.monotonic() + IN_ALL
        body = unknown_magic(self.shell, node)
        if body:
            await self.body(body)

    async def body(self, source):
        """Runs the lines below an unknown cell magic as ordinary Python."""
        try:
            nodes = ast.parse(self.shell.transform_cell(source)).body
        except (SyntaxError, ValueError):
            return
        for node in nodes:
            await self.statement(ast.increment_lineno(node, 1), "none")

    def draw(self):
        """After a time-out, draws the cell's figures while that is quick; IPython would draw all of them after the cell."""
        backend = sys.modules.get("matplotlib_inline.backend_inline")
        if self.hurry_until is None or backend is None:
            return
        try:
            with interrupted_after(max(QUICK, self.hurry_until - time.monotonic())):
                backend.flush_figures()
        except (Exception, KeyboardInterrupt):  # those that are not drawn by then are closed
            pass

    def report(self, node, error):
        self.reports += 1
        if self.reports <= MOST_REPORTS:
            publish(self.shell, line=getattr(node, "lineno", 0), type=type(error).__name__, message=text_of(error))


def publish(shell, **report):
    """Reports a statement that was left out, or a debugger that was skipped, as a display of its own kind."""
    shell.display_pub.publish(data={MIME: report})


def text_of(error):
    try:
        return str(error)[:LONGEST]
    except Exception:  # the error's class may be the student's own
        return ""


def unknown_magic(shell, node):
    """Returns the body below a cell magic that this shell does not have, or an empty text."""
    call = getattr(node, "value", None)
    if isinstance(node, ast.Expr) and isinstance(call, ast.Call) and ast.unparse(call.func) == "get_ipython().run_cell_magic":
        name, _, body = (getattr(argument, "value", "") for argument in call.args)
        return body if shell.find_cell_magic(name) is None else ""
    return ""


@contextmanager
def interrupted_after(seconds):
    """Raises KeyboardInterrupt in the block when its time is over."""

    def stop(*_):
        raise KeyboardInterrupt

    was = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, was)


def skip_debuggers(shell):
    """Makes `breakpoint()` and `pdb.set_trace()` only report their line: nobody sits at this kernel."""
    import linecache
    import pdb

    def report_debugger(*_, **__):
        caller = sys._getframe(1)
        line = linecache.getline(caller.f_code.co_filename, caller.f_lineno).strip()
        publish(shell, line=caller.f_lineno, type="Debugger", message=line[:LONGEST])

    sys.breakpointhook = report_debugger
    pdb.set_trace = report_debugger
