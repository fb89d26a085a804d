"""Notebooks as students submit them, each with what it deserves: full marks, a true word, or a person who looks.

Each is made from the solved release. A case's docstring says what happened to its author.
"""

import copy
import sys
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.notebooks.cells import grade_id_of, role_of
from tests.this_course import TASKS


@dataclass(frozen=True)
class Case:
    """One notebook.

    Args:
        full: tasks that must have full marks.
        said: words that a message, a note or a reason to wait must hold.
        waits: tasks that must wait for a person.
        undone: tasks that have no answer.
    """

    make: Callable[[NotebookNode], None]
    full: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()


CASES: dict[str, Case] = {}


def case(full: tuple[str, ...] = (), said: tuple[str, ...] = (), waits: tuple[str, ...] = (), undone: tuple[str, ...] = ()):
    def add(make):
        CASES[make.__name__] = Case(make, full, said, waits, undone)
        return make

    return add


def at(notebook: NotebookNode, name: str) -> int:
    return next(n for n, cell in enumerate(notebook.cells) if grade_id_of(cell) == name)


def answer(notebook: NotebookNode, name: str, source: str) -> None:
    notebook.cells[at(notebook, name)].source = source


def source_of(notebook: NotebookNode, name: str) -> str:
    return notebook.cells[at(notebook, name)].source


def above(notebook: NotebookNode, name: str, *sources: str) -> None:
    place = at(notebook, name)
    notebook.cells[place:place] = [new_code_cell(source) for source in sources]


def below(notebook: NotebookNode, name: str, *sources: str) -> None:
    place = at(notebook, name) + 1
    notebook.cells[place:place] = [new_code_cell(source) for source in sources]


def on_top(notebook: NotebookNode, name: str, lines: str) -> None:
    answer(notebook, name, f"{lines}\n{source_of(notebook, name)}")


RIGHT_MAP = "def saliency_map(gradients):\n    return np.max(np.abs(gradients), axis=2)"

# --- what cells do to each other --------------------------------------------------------------------------------------


@case(full=("saliency_map",))
def a_dictionary_filled_by_update(notebook):
    """A table in one cell, `table.update(...)` in the next."""
    above(notebook, "saliency_map", "table = {}", "table.update(axis=2)")
    answer(notebook, "saliency_map", "def saliency_map(gradients):\n    return np.abs(gradients).max(**table)")


@case(full=("pool_gradients",))
def a_tensor_filled_in_place(notebook):
    """torch's methods that end in an underscore bind no name."""
    above(notebook, "pool_gradients", "weight = torch.zeros(1)", "weight.fill_(1.0)")
    answer(notebook, "pool_gradients", "def pool_gradients(gradients):\n    return weight * gradients.mean((0, 2, 3))")


@case(full=("saliency_map",))
def a_loop_over_names_in_globals(notebook):
    """Constants made by a loop over `globals()`."""
    above(notebook, "saliency_map", "for number, letter in enumerate('hwc'):\n    globals()[f'axis_{letter}'] = number")
    answer(notebook, "saliency_map", "def saliency_map(gradients):\n    return np.abs(gradients).max(axis=axis_c)")


@case(full=("vgg_hook",))
def a_class_continued_below(notebook):
    """Half of the class in the answer cell, the rest in a class of the same name that inherits from it."""
    whole = source_of(notebook, "vgg_hook")
    cut = whole.index("    def get_activations(self, x)")
    answer(notebook, "vgg_hook", whole[:cut])
    below(notebook, "vgg_hook", f"class VGG(VGG):\n{whole[cut:]}")


@case(full=("backprop",))
def an_own_argument_of_an_own_helper(notebook):
    """`pre_processing` gives back more than was asked where `backprop` asks for it: with the course's put in, that would fail."""
    answer(
        notebook, "pre_processing", source_of(notebook, "pre_processing").replace("(obs, cuda):", "(obs, cuda, mine=False):", 1)
    )
    answer(
        notebook,
        "backprop",
        source_of(notebook, "backprop").replace("pre_processing(input, cuda)", "pre_processing(input, cuda, mine=True)", 1),
    )


@case(full=("backprop", "integrated_gradients"), undone=("predict",))
def an_earlier_task_that_is_not_done(notebook):
    """`predict` is still to be done; what calls it is right, and has its marks with the course's `predict` put in."""
    answer(notebook, "predict", "def predict(*arguments):\n    raise NotImplementedError()")


@case(full=("saliency_map", "pool_gradients"))
def a_colleague_breaks_torch(notebook):
    """One task's cell changes NumPy and torch for everybody; the other tasks are right all the same."""
    on_top(notebook, "predict", "torch.mean = np.max = None")


@case(full=("saliency_map", "pool_gradients", "grad_cam_heatmap"))
def a_name_that_others_use_is_lost(notebook):
    """`del np` at the end of a cell."""
    below(notebook, "pre_processing", "kept = np\ndel np, torch")
    above(notebook, "predict", "import numpy as np, torch")


@case(full=("grad_cam_heatmap",))
def a_file_is_written_and_read(notebook):
    """A setting lies in a file that the notebook writes, and writes anew after the check."""
    above(notebook, "grad_cam_heatmap", "import json\njson.dump({'right': True}, open('settings.json', 'w'))")
    on_top(notebook, "grad_cam_heatmap", "import json")
    inner = source_of(notebook, "grad_cam_heatmap").replace("def grad_cam_heatmap(", "def heatmap_of_mine(")
    reads = "def grad_cam_heatmap(a, p):\n    if json.load(open('settings.json'))['right']:\n        return heatmap_of_mine(a, p)"
    answer(notebook, "grad_cam_heatmap", f"{inner}\n\n{reads}")
    below(notebook, "test_grad_cam_heatmap", "json.dump({'right': False}, open('settings.json', 'w'))")


# --- what fails of its place --------------------------------------------------------------------------------------------


@case(full=("predict", "saliency_map"), said=("not_there", "wandb"))
def packages_that_are_not_here(notebook):
    """Packages that the author has: beside others in one statement, in a `from`, with a use below."""
    on_top(notebook, "predict", "import os, not_there as nt, math\nfrom not_there.deep import thing")
    on_top(notebook, "saliency_map", "import wandb\nwandb.init(project='mine')")


@case(full=("pre_processing", "predict", "saliency_map"))
def pip_and_apt(notebook):
    """Installing lines of every kind."""
    on_top(notebook, "pre_processing", "!pip install -q grad-cam\n%pip install captum")
    on_top(notebook, "predict", "!apt-get install -y graphviz\n%conda install x")
    on_top(notebook, "saliency_map", "import sys\n!{sys.executable} -m pip install x\n%cd /content\n!nvidia-smi")


@case(full=("pool_gradients", "grad_cam_heatmap"))
def extensions(notebook):
    """Magics of extensions: autoreload is IPython's own, others are not here."""
    on_top(notebook, "pool_gradients", "%load_ext autoreload\n%autoreload 2\n%config InlineBackend.figure_format = 'retina'")
    on_top(notebook, "grad_cam_heatmap", "%load_ext memory_profiler\n%load_ext nb_black\n%tensorboard --logdir runs")


@case(full=("grad_cam_heatmap",))
def a_cell_magic_that_is_not_here(notebook):
    on_top(notebook, "grad_cam_heatmap", "%%memit")


@case(full=("predict",), said=("network",))
def data_from_the_network(notebook):
    on_top(notebook, "predict", "import urllib.request\ntext = urllib.request.urlopen('https://example.org/a.txt').read()")


@case(full=("predict",))
def a_file_of_the_authors_disk(notebook):
    on_top(
        notebook,
        "predict",
        "image_of_mine = plt.imread('/home/ada/cat.jpg')\nimport sys\nsys.path.append('/content/drive/MyDrive')",
    )


@case(full=("predict",))
def a_question_to_the_user(notebook):
    on_top(notebook, "predict", "from getpass import getpass\ntoken = getpass('token: ')\nn = int(input('steps? '))")


@case(full=("saliency_map",), said=("debugger",))
def debuggers_left_in(notebook):
    body = "    import pdb; pdb.set_trace()\n    breakpoint()\n    return np.max(np.abs(gradients), axis=2)"
    answer(notebook, "saliency_map", f"%pdb on\ndef saliency_map(gradients):\n{body}")


@case(full=("predict",))
def a_gpu_is_asked_for(notebook):
    lines = "device_of_mine = torch.device('cuda')\nwarm = torch.zeros(1).to(device_of_mine)\ntorch.cuda.synchronize()"
    on_top(notebook, "predict", lines)


@case(said=("not_there",), waits=("saliency_map",))
def an_answer_that_needs_a_package(notebook):
    """The answer itself uses a package that is not here: no silent 0, and the first cause is named."""
    above(notebook, "saliency_map", "import not_there as nt")
    answer(notebook, "saliency_map", "def saliency_map(gradients):\n    return nt.amax(np.abs(gradients), axis=2)")


@case(said=("not_there",), waits=("saliency_map",))
def a_cause_of_a_cause(notebook):
    """What is missing last is the helper; what failed first is the import two lines above. (No other cell has these names.)"""
    above(notebook, "saliency_map", "import not_there as nt", "stages = nt.stages()", "strongest = stages[0]")
    answer(notebook, "saliency_map", "def saliency_map(gradients):\n    return strongest(np.abs(gradients), axis=2)")


@case(full=("saliency_map", "random_baseline"))
def a_file_that_is_overwritten_where_threads_run(notebook):
    """No copy can be made once there are threads, and at the end the file says something else than at the check."""
    above(notebook, "saliency_map", "with open('mine.txt', 'w') as file:\n    file.write('right')")
    reads = "    with open('mine.txt') as file:\n        if file.read() != 'right':\n            return None\n"
    answer(notebook, "saliency_map", RIGHT_MAP.replace("    return", f"{reads}    return"))
    above(
        notebook,
        "random_baseline",
        "with open('mine.txt', 'w') as file:\n    file.write('spoilt')",
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\nlist(pool.map(abs, [1]))",
    )


@case(waits=("saliency_map",))
def a_missing_name_that_a_later_cell_uses_for_something_else(notebook):
    """Alone the answer is asked with that other thing: the first cause is the import all the same."""
    above(notebook, "saliency_map", "import not_there as nt", "stretch = nt.stretch()")
    answer(notebook, "saliency_map", "def saliency_map(gradients):\n    return stretch(np.abs(gradients), axis=2)")
    notebook.cells.append(new_code_cell("stretch = 2.0"))


@case(said=("network",), waits=("saliency_map",))
def an_answer_that_needs_the_network(notebook):
    asks = "    import urllib.request\n    urllib.request.urlopen('https://example.org')\n"
    answer(notebook, "saliency_map", RIGHT_MAP.replace("    return", f"{asks}    return"))


NEWER = ("3.12", "type Map = np.ndarray\n") if sys.version_info < (3, 12) else ("3.14", 'NAME = t"a map"\n')  # than this one


@case(said=NEWER[:1], waits=("saliency_map",))
def a_newer_python(notebook):
    answer(notebook, "saliency_map", NEWER[1] + RIGHT_MAP)


@case(full=("saliency_map", "integrated_gradients"))
def names_that_went(notebook):
    """NumPy of the author's platform has them."""
    answer(
        notebook, "saliency_map", "def saliency_map(gradients):\n    return np.max(np.abs(gradients.astype(np.float_)), axis=2)"
    )


@case(full=("integrated_gradients",), said=("captum",), waits=("integrated_gradients",))
def a_forbidden_package(notebook):
    """Right, by a package that the course forbids for this task: the points stand, and a person is told."""
    uses = "def integrated_gradients(*a, **k):\n    assert tool\n    return of_mine(*a, **k)"
    whole = f"from captum.attr import IntegratedGradients as tool\n{source_of(notebook, 'integrated_gradients')}"
    answer(notebook, "integrated_gradients", f"{whole}\nof_mine = integrated_gradients\n{uses}")


@case(full=("integrated_gradients",))
def a_forbidden_package_beside(notebook):
    """Captum imported in a cell of its own, to compare with: no use in the answer."""
    below(notebook, "test_integrated_gradients", "import captum\nprint(captum.__version__)")


# --- time ----------------------------------------------------------------------------------------------------------------


@case(full=("saliency_map", "pool_gradients"))
def a_slow_line_above_the_answer(notebook):
    """It is stopped when the cell's time is over; the definitions below it were reached all the same."""
    on_top(notebook, "saliency_map", "import time\ntime.sleep(600)")


# --- all cells in one ------------------------------------------------------------------------------------------------------

SWALLOWS = "import time\nwhile True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass"
EVERY_TASK = tuple(task for task in TASKS if task not in ("blurred_baseline", "max_distance_baseline"))


def moved_into_one(notebook: NotebookNode, given: bool = True) -> str:
    """The sources of all code cells, or of the answers alone; where they stood, the answers are as they were released."""
    taken = [cell for cell in notebook.cells if cell.cell_type == "code" and (given or role_of(cell) == "solution")]
    whole = "\n\n\n".join(cell.source for cell in taken)
    for cell in taken:
        if role_of(cell) == "solution":
            cell.source = "raise NotImplementedError()"
    return whole


@case(full=EVERY_TASK)
def all_in_an_answer_cell(notebook):
    """Given cells and checks among it: it takes more than a cell's time, and its figures are still to be drawn then."""
    answer(notebook, "saliency_map", moved_into_one(notebook))


@case(full=EVERY_TASK)
def all_in_a_cell_at_the_end(notebook):
    notebook.cells.append(new_code_cell(moved_into_one(notebook)))


@case(full=EVERY_TASK)
def all_in_a_cell_at_the_top(notebook):
    """Nothing else is left of the notebook's code."""
    whole = moved_into_one(notebook)
    notebook.cells = [new_code_cell(whole), *(cell for cell in notebook.cells if cell.cell_type == "markdown")]


@case(full=EVERY_TASK, said=("time.sleep(600)", "KeyboardInterrupt"))
def all_in_one_and_a_slow_line_in_the_middle(notebook):
    """What is quick below it still runs."""
    whole = moved_into_one(notebook, given=False)
    notebook.cells.insert(
        0, new_code_cell(whole.replace("def saliency_map", "import time\ntime.sleep(600)\n\ndef saliency_map", 1))
    )


@case(full=EVERY_TASK, said=("did not stop", "only what it defines"))
def all_in_one_and_a_loop_that_does_not_stop(notebook):
    """It ends the kernel; what the cell defines counts all the same."""
    notebook.cells.append(new_code_cell(f"{moved_into_one(notebook, given=False)}\n\n{SWALLOWS}"))


@case(full=EVERY_TASK, said=("died", "only what it defines"))
def all_in_one_and_an_exit(notebook):
    notebook.cells.append(new_code_cell(f"{moved_into_one(notebook, given=False)}\n\nimport os\nos._exit(0)"))


def made(solved: NotebookNode, name: str) -> NotebookNode:
    """One case's notebook."""
    notebook = copy.deepcopy(solved)
    CASES[name].make(notebook)
    return notebook
