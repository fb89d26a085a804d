"""The rooms and the arrows between them, read from the imports: what may know of what."""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

from autograder.assignments import all_tasks, assignments
from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of
from autograder.grading.provenance import ENGINE
from autograder.layout import SHIPPED

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("lab", "selfcheck", "autograder", "reference_solutions", "data", "benchmarks", "tests")
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "core", "base", "common", "misc", "tools", "shared"}
ON_COLAB = {"numpy", "torch", "torchvision", "cv2", "matplotlib", "IPython", "PIL", "tqdm", "ipywidgets"}

# Who may import what of ours. A package's name stands for all that is in it; what stands further up may import what stands
# further down, as far as its line says. A module in ARROWS goes by its own line instead.
FOUNDATION = {
    *("autograder.layout", "autograder.course_toml", "autograder.old_names", "autograder.assignments"),
    *("autograder.times", "autograder.deadlines", "autograder.catalogues"),
}
COURSE = {"autograder.rubric", "autograder.misconceptions", "reference_solutions", "lab"}  # engine modules import none of it


def engine(*packages: str) -> set[str]:
    """Packages of the engine, and what all of them stand on."""
    return {f"autograder.{package}" for package in packages} | FOUNDATION | {"selfcheck"}


ARROWS = {
    "autograder.cli": engine("commands"),
    "autograder.commands": engine("commands", *("audit", "authoring", "gradebook", "reports", "workers", "grading", "judging"))
    | engine("sandbox", "notebooks", "collection"),
    "autograder.audit": engine("audit", "authoring", "grading", "judging", "workers"),
    "autograder.authoring": engine("authoring", "feedback", "gradebook", "grading", "judging", "notebooks", "workers"),
    "autograder.gradebook": engine(
        "gradebook", "feedback", "reports", "workers", "grading", "judging", "notebooks", "collection"
    ),
    "autograder.reports": engine("reports", "collection", "grading", "judging", "notebooks"),
    "autograder.workers": engine("workers", "grading", "notebooks", "sandbox"),
    "autograder.grading": engine("grading", "execution", "guest", "judging", "notebooks", "sandbox"),
    "autograder.feedback": engine("feedback", "judging", "notebooks"),
    "autograder.execution": engine("execution", "guest", "notebooks", "sandbox"),
    "autograder.judging": engine("judging"),
    "autograder.sandbox": engine("sandbox", "guest"),
    "autograder.guest": {"autograder.guest", "selfcheck", "lab"},
    "autograder.notebooks": engine("notebooks"),
    "autograder.collection": engine("collection"),
    "autograder.course_toml": FOUNDATION,
    "autograder.layout": set(),
    "autograder.assignments": {"autograder.layout", "autograder.course_toml", "selfcheck"},
    "autograder.judging.verdict": {"selfcheck.printable"},
    "autograder.pytest_door": engine("grading", "judging"),
    "autograder.rubric": COURSE | engine("judging"),
    "autograder.rubric.conftest": {"autograder.pytest_door"},
    "autograder.misconceptions": COURSE | engine("judging"),
    "selfcheck": {"selfcheck"},  # a course's tasks and hooks by name, when they are asked for
    "lab": {"lab", "selfcheck"},
    "data": {"data", "lab"},  # the programs that make its files
    "reference_solutions": {"reference_solutions", "selfcheck.tasks"},
    "reference_solutions.cells": {"reference_solutions.cells", "lab"},  # what the notebook has by then: `from lab import show`
}
DOORS = (
    *("autograder.cli", "autograder.collection.zip_collect", "autograder.gradebook.preprocessors", "nbgrader_config", "tests"),
)
KNOWS_NO_ANSWER = (
    *(f"autograder.{package}" for package in ("notebooks", "guest", "sandbox", "execution", "collection", "feedback")),
    *("autograder.judging.verdict", "autograder.grading.submission", "lab", "selfcheck"),
)
ANSWERS = ("reference_solutions", "autograder.rubric", "autograder.misconceptions")


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name; samples, attacks and the toy course are no part of the house."""
    attacks = ROOT / "tests" / "attacks"
    paths = [
        path for room in ROOMS for path in (ROOT / room).rglob("*.py") if not {"submissions", "toy_course"} & set(path.parts)
    ]
    paths = [path for path in paths if path.parent.parent != attacks]
    return {name_of(path): path for path in [*paths, ROOT / "nbgrader_config.py"]}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def imported(nodes, module: str) -> set[str]:
    """The modules that import statements name; `from package import module` names the module."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in modules() else node.module)
    return found


@cache
def imports(module: str) -> frozenset[str]:
    """All that a module imports, wherever in it the statement stands."""
    return frozenset(imported(ast.walk(tree(module)), module))


def ours(names) -> set[str]:
    return {name for name in names if name.partition(".")[0] in (*ROOMS, "nbgrader_config")}


def within(module: str, packages) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def rule_of(module: str) -> str | None:
    """The narrowest rule that speaks of a module."""
    return max((name for name in ARROWS if within(module, [name])), key=len, default=None)


def reached(module: str) -> set[str]:
    """All of ours that is loaded when a module is: what it imports on top, what that imports, and the packages around."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in modules():
            continue
        seen.add(name)
        waiting += ours(imported(tree(name).body, name))
        waiting += [name.rpartition(".")[0]]
    return seen


# --- arrows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ARROWS)
def test_arrows_point_where_the_plan_says(rule):
    about = [module for module in modules() if rule_of(module) == rule]
    assert about, f"{rule} is no module; fix this table"
    wrong = {(module, name) for module in about for name in ours(imports(module)) if not within(name, ARROWS[rule])}
    assert wrong == set()


def test_nobody_imports_a_door():
    found = {
        (module, name)
        for module in modules()
        for name in imports(module)
        if within(name, DOORS) and not within(module, ["tests"])
    }
    assert found == set()


@pytest.mark.parametrize("room", KNOWS_NO_ANSWER)
def test_no_answer_is_loaded_where_students_code_is_near(room):
    for module in modules():
        if within(module, [room]):
            assert [name for name in reached(module) if within(name, ANSWERS)] == [], module


def test_all_that_can_change_a_verdict_is_in_its_hash():
    """What the marking loads, and what kernels are forked from: all of it lies in folders that are hashed whole."""
    loaded = reached("autograder.grading.pipeline") | reached("autograder.guest.fork_server")
    folders = (*ENGINE, folder_of(RUBRIC), folder_of(MISCONCEPTIONS), *SHIPPED, "reference_solutions")
    hashed = [folder.removesuffix(".py").replace("/", ".") for folder in folders]
    beside = {"autograder", *FOUNDATION}  # where folders are; and course.toml, of which what is decided by is hashed by itself
    assert {name for name in loaded if not within(name, hashed)} <= beside


def test_packages_make_no_ring():
    graph = {package: set() for package in packages()}
    for module in modules():
        if package_of(module) in graph:
            graph[package_of(module)] |= {package_of(name) for name in ours(imports(module))} & set(graph)
    for package, others in graph.items():
        others.discard(package)
    graph["autograder.rubric"] -= {"autograder.grading"}  # its conftest is a door
    list(TopologicalSorter(graph).static_order())  # raises CycleError, and names the ring


def packages() -> set[str]:
    return {name for name in modules() if name.count(".") == 1 and name.startswith("autograder.") and is_package(name)}


def package_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def is_package(module: str) -> bool:
    return modules()[module].name == "__init__.py"


def test_imports_make_no_ring():
    graph = {module: {name for name in ours(imported(tree(module).body, module)) if name in modules()} for module in modules()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, and names the ring


def test_lab_needs_nothing_that_colab_does_not_have():
    for module in (name for name in modules() if within(name, ["lab", "selfcheck"])):
        others = {name.partition(".")[0] for name in imports(module)} - {"lab", "selfcheck"} - sys.stdlib_module_names
        assert others <= ON_COLAB, module


def test_imports_have_no_star():
    starred = [
        module
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert starred == []


def test_only_the_farm_knows_dask():
    knows = {module for module in modules() if any(within(name, ["dask", "distributed"]) for name in imports(module))}
    assert {module for module in knows if within(module, ["autograder", "lab"])} == {"autograder.workers.dask_pool"}


def test_nothing_is_pickled():
    assert [module for module in modules() if imports(module) & {"pickle", "dill", "cloudpickle", "joblib", "shelve"}] == []


def engine_modules() -> list[str]:
    course = ("autograder.rubric", "autograder.misconceptions")
    return [module for module in modules() if within(module, ["autograder", "selfcheck"]) and not within(module, course)]


def names_of_the_course() -> set[str]:
    """Its tasks, the names that they ask for, its assignments and their notebooks, and the names of its networks."""
    tasks = {name for task in all_tasks() for name in (task, *defined_in(task))}
    return tasks | set(assignments()) | {lesson.stem for lesson in assignments().values()} | {"pocket", "vgg19"}


def defined_in(task: str) -> list[str]:
    declared = [
        keyword.value.value
        for node in ast.walk(tree(f"lab.tasks.{task}"))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "defines" and isinstance(keyword.value, ast.Constant)
    ]
    return declared


NAMES_FROM_BEFORE = {  # accepted for one release
    "autograder.commands.exit_status": {"pocket"},
    "autograder.commands.old_commands": {"pocket"},
    "autograder.notebooks.cells": {"feature_attribution"},
}


@pytest.mark.parametrize("module", engine_modules())
def test_the_engine_names_nothing_of_its_course(module):
    """No text in it, docstrings apart, has the name of a task, an assignment, a notebook or a network as a word."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(module))
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and node.body and is_docstring(node.body[0])
    }
    texts = [
        node.value
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    found = {word for text in texts for word in re.findall(r"\w+", text)} & names_of_the_course()
    assert found <= NAMES_FROM_BEFORE.get(module, set())


@pytest.mark.parametrize("module", engine_modules())
def test_the_engine_needs_no_torch(module):
    """Nor a package that is about images: what needs one is the course's, or asked for where it is used."""
    allowed = {
        "selfcheck.tensors": {"torch"},
        "autograder.notebooks.sanitize": {"PIL"},  # pictures in notebooks are drawn anew
        "autograder.reports.figures": {"matplotlib"},
    }
    inside = ("autograder.sandbox.gpu", "autograder.guest", "selfcheck.pictures")  # in a function: where it is there, or needed
    nodes = tree(module).body if within(module, inside) else ast.walk(tree(module))
    heavy = {name.partition(".")[0] for name in imported(nodes, module)} & {"torch", "torchvision", "cv2", "matplotlib", "PIL"}
    assert heavy <= allowed.get(module, set())


def test_names_of_the_course_are_found():
    assert {"backprop", "calculate_outputs_and_gradients", "part1", "baselines"} <= names_of_the_course()


# --- sizes ---------------------------------------------------------------------------------------------------------

LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 60, 10  # lines


def programs() -> list[str]:
    return [module for module in modules() if not within(module, ["tests"])]


def function_lengths(module: str) -> dict[str, int]:
    """Name -> lines, of all functions and methods, from `def` to the last line."""
    return {
        f"{node.name}, line {node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree(module))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


@pytest.mark.parametrize("module", programs())
def test_modules_and_functions_are_short(module):
    lines = len(modules()[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, "divide it by what is in it"
    assert {name: length for name, length in function_lengths(module).items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_a_few_lines():
    assert median(length for module in programs() for length in function_lengths(module).values()) < MEDIAN_FUNCTION


# --- names and words -----------------------------------------------------------------------------------------------


def test_every_files_name_promises_something():
    assert [module for module in modules() if module.rpartition(".")[2] in SAYS_NOTHING] == []


def test_every_file_says_on_top_what_it_is():
    silent = [
        module
        for module, path in modules().items()
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(tree(module))
        and not within(module, ["reference_solutions.cells", "nbgrader_config"])  # a student's cell; nbgrader's own kind of file
        and not within(module, ["tests.toy_course.reference_solutions.cells", "tests.toy_course.lessons"])  # which is a course
    ]
    assert silent == []


def functions(module: str) -> dict[str, ast.FunctionDef | ast.ClassDef]:
    return {node.name: node for node in tree(module).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def asked_for(module: str) -> set[tuple[str, str]]:
    """(module, name) of the functions and classes of others that a module uses: `from m import f`, and `m.f`."""
    found, aliases = set(), {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in modules():
                    aliases[alias.asname or alias.name] = whole
                else:
                    found.add((node.module, alias.name))
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            found.add((aliases[node.value.id], node.attr))
    return found


def test_every_function_that_another_file_uses_has_a_docstring():
    """Private to its file is what no other file asks for; there a good name is enough."""
    users = [module for module in modules() if not within(module, ["tests"])]
    public = {pair for module in users for pair in asked_for(module)}
    silent = {
        f"{module}.{name}"
        for module, name in public
        if module in modules()
        and not within(module, ["reference_solutions.cells"])  # cells are told by the prompt above them
        and name in functions(module)
        and not ast.get_docstring(functions(module)[name])
    }
    assert silent == set()


def test_every_wrong_variant_says_what_its_mistake_is():
    """Its docstring is the catalogue's description."""
    wrong_variants = [
        (module, function)
        for module in modules()
        if within(module, ["autograder.misconceptions"])
        for function in functions(module).values()
        if any(isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "mistake" for mark in function.decorator_list)
    ]
    assert len(wrong_variants) > 100
    assert [f"{module}.{function.name}" for module, function in wrong_variants if not ast.get_docstring(function)] == []


def test_every_check_of_the_rubric_has_its_sentence():
    """The student reads it: some words and a full stop."""
    checks = [
        (module, name, ast.get_docstring(node) or "")
        for module in modules()
        if module.startswith("autograder.rubric.test_")
        for name, node in functions(module).items()
        if name.startswith("test_")
    ]
    assert checks
    assert [pair for *pair, text in checks if not (len(text.split()) > 4 and text.endswith("."))] == []


def is_docstring(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


@pytest.mark.parametrize("module", [name for name in modules() if name.rpartition(".")[2].startswith("test_")])
def test_no_test_module_is_empty(module):
    """Nor a test without a statement of its own."""
    tests = {
        node.name: [part for part in node.body if not isinstance(part, ast.Pass) and not is_docstring(part)]
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert tests
    assert [name for name, body in tests.items() if not body] == []


# --- tests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "unwanted"), [("notebooks", "torch nbgrader"), ("guest", "torch nbgrader"), ("reports", "torch")]
)
def test_a_pure_package_s_tests_load_nothing_heavy(package, unwanted):
    """Collected in a process of their own: who changes a package that only reads files need not wait for torch."""
    code = (
        "import contextlib, io, sys, pytest\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    status = pytest.main(['-q', '--co', '-p', 'no:cacheprovider', 'tests/{package}'])\n"
        f"print(int(status), [name for name in {unwanted!r}.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "0 []\n", done.stderr[-500:]
