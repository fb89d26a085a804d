"""One attack: a small file that says what it tries, and the notebook that it makes of an honest one.

A file's docstring says what it tries. Below it stands one of three things.

*   `# cell: WHERE` and code. WHERE is a task, whose answer cell then holds a wrong answer and, below that, the attack's code;
    or `first` or `last`: a cell of the student's own, near the top or at the end. A `# wrong: TASK` takes the place of the
    usual wrong answer.
*   `mutate(notebook, folder)`, which changes the notebook that is handed in, where `saliency_map` is answered wrongly, or
    returns the text or the bytes to write in its place.
*   `build(path)`, which makes the archive that somebody uploads.

Options stand in comments: `# seconds: N` for a cell, `# twice` for an attack that looks for what it left the first time,
`# costs: everything` where it ruins its own notebook, `# writes: itself` where `mutate` has put something in the file's place.

Payloads are harmless marks. `reached(what)` says that a cell got what it should not; words like @COURSE@ are put in by the arena.
"""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring.sample_class import Student, fill
from autograder.notebooks.cells import grade_id_of, role_of
from tests.this_course import TASKS

HERE = Path(__file__).resolve().parent
CATEGORIES = {  # folder: what is tried
    "verdict": "marks without a right answer",
    "theft": "held-out cases, right answers and references",
    "host": "files and processes of the machine",
    "network": "connections (loopback only)",
    "resources": "time, memory, processes, disk, output",
    "persistence": "something that outlives the notebook",
    "notebook_file": "the notebook's file and what lies beside it",
    "archives": "what is uploaded for collection",
    "feedback": "the page that is read afterwards",
    "torch_specific": "autograd, hooks, models, random numbers",
}
SPREAD = (
    "pre_processing",
    "predict",
    "backprop",
    "saliency_map",
    "grad_cam_heatmap",
)  # tasks of the short notebook; an attack may need others
REACHED = "REACHED:"
REACH = f"def reached(what):\n    print({REACHED!r}, str(what)[:500])"
SECTION = re.compile(r"^# (cell|wrong): (\w+)$", re.MULTILINE)
OPTION = re.compile(r"^# (seconds|twice|costs|writes):? ?(.*)$", re.MULTILINE)

WRONG = {
    "pre_processing": "def pre_processing(obs, cuda):\n    return torch.full((1, 3, *obs.shape[:2]), 7.0)",
    "predict": "def predict(input, model, target_label_idx, cuda):\n    return 7, torch.full((len(input), 1), 0.7)",
    "backprop": (
        "def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):\n"
        "    return np.full((len(inputs), 3, 5, 5), 7.0), 7"
    ),
    "saliency_map": "def saliency_map(gradients):\n    return np.full(gradients.shape[:2], 7.0)",
    "vgg_hook": (
        "class VGG(nn.Module):\n    def __init__(self, model):\n        super().__init__()\n        self.vgg = model\n\n"
        "    def forward(self, x):\n        return self.vgg(x) * 7\n\n"
        "    def get_activations_gradient(self):\n        return torch.zeros(1)\n\n"
        "    def get_activations(self, x):\n        return torch.zeros(1)"
    ),
    "pool_gradients": "def pool_gradients(gradients):\n    return torch.full((gradients.shape[1],), 7.0)",
    "grad_cam_heatmap": "def grad_cam_heatmap(activations, pooled_gradients):\n    return torch.full(activations.shape[2:], 0.7)",
    "integrated_gradients": (
        "def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):\n"
        "    return np.full(inputs.shape, 7.0)"
    ),
    "random_baseline": (
        "def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):\n"
        "    return np.full(inputs.shape, 7.0)"
    ),
}


@dataclass(frozen=True)
class Attack:
    """One file of the suite."""

    category: str
    name: str
    says: str
    source: str
    cells: tuple[tuple[str, str], ...] = ()  # (where, code)
    wrong: tuple[tuple[str, str], ...] = ()  # (task, wrong answer)
    options: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.category}/{self.name}"

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that are answered wrongly, and by whose answers the attack is made."""
        return tuple(where for where, _ in self.cells if where in TASKS) or ("saliency_map",)

    @property
    def needed(self) -> tuple[str, ...]:
        """The tasks that the notebook must have."""
        return tuple(task for task in TASKS if task in {*SPREAD, *self.tasks})

    def option(self, name: str) -> str | None:
        return dict(self.options).get(name)

    @property
    def seconds(self) -> float:
        """The wall time that a cell gets."""
        return float(self.option("seconds") or 30)

    @property
    def twice(self) -> bool:
        """Whether it is made two times, the second to find what the first has left."""
        return self.option("twice") is not None

    @property
    def costs_everything(self) -> bool:
        """Whether it ruins its own notebook; all the others keep the marks of the tasks that they do not attack."""
        return self.option("costs") == "everything"

    def function(self, name: str, words: dict[str, str]) -> Callable:
        """`mutate` or `build`, from the file."""
        namespace: dict[str, Any] = {"__name__": self.name}
        exec(compile(put(words, self.source), f"{self.id}.py", "exec"), namespace)
        return namespace[name]


def put(words: dict[str, str], text: str) -> str:
    """A text with the arena's words in the places that are kept for them."""
    return re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], text)


@cache
def attacks(*categories: str) -> tuple[Attack, ...]:
    """All the attacks of some categories, or of all."""
    folders = [HERE / name for name in (categories or CATEGORIES)]
    return tuple(read(path) for folder in folders for path in sorted(folder.glob("*.py")))


def read(path: Path) -> Attack:
    """An attack from its file."""
    text = path.read_text(encoding="utf-8")
    head, *parts = SECTION.split(text)
    triples = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    return Attack(
        category=path.parent.name,
        name=path.stem,
        says=head.split('"""')[1],
        source=text,
        cells=tuple((where, code.strip()) for kind, where, code in triples if kind == "cell"),
        wrong=tuple((where, code.strip()) for kind, where, code in triples if kind == "wrong"),
        options=tuple(OPTION.findall(text)),
    )


def shortened(notebook: NotebookNode, tasks: tuple[str, ...]) -> NotebookNode:
    """A notebook of the course with a few of its tasks: quicker, and otherwise the same."""
    wanted = {*tasks, *(f"test_{task}" for task in tasks), "given_set_up", "given_imports", "given_load_network", "saturation"}
    short = copy.deepcopy(notebook)
    short.cells = [cell for cell in notebook.cells if grade_id_of(cell) in wanted]
    return short


def honest(release: NotebookNode, turn: int = 0) -> NotebookNode:
    """The release with right answers."""
    return fill(release, Student("honest"), turn)


def wrong_answers(attack: Attack) -> dict[str, str]:
    """Task -> the wrong answer that an attack is added to."""
    return {task: WRONG[task] for task in attack.tasks} | dict(attack.wrong)


def without_attack(attack: Attack, release: NotebookNode) -> NotebookNode:
    """The attacker's notebook as it would be without the attack."""
    notebook = honest(release)
    for cell in notebook.cells:
        if role_of(cell) == "solution" and grade_id_of(cell) in attack.tasks:
            cell.source = wrong_answers(attack)[grade_id_of(cell)]
    return notebook


def with_attack(attack: Attack, release: NotebookNode, words: dict[str, str]) -> NotebookNode:
    """The attacker's notebook, for attacks that are made by code in cells."""
    notebook = without_attack(attack, release)
    for where, code in attack.cells:
        code = put(words, code)
        if where == "first":
            notebook.cells.insert(after_imports(notebook), new_code_cell(code))
        elif where == "last":
            notebook.cells.append(new_code_cell(code))
        else:
            cell = next(cell for cell in notebook.cells if grade_id_of(cell) == where)
            cell.source += f"\n\n{code}"
    notebook.cells.insert(after_imports(notebook), new_code_cell(REACH))
    return notebook


def after_imports(notebook: NotebookNode) -> int:
    return 1 + next(number for number, cell in enumerate(notebook.cells) if grade_id_of(cell) == "given_imports")


def hand_in(attack: Attack, release: NotebookNode, folder: Path, words: dict[str, str]) -> Path:
    """Writes what an attacker hands in, and gives the notebook's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "feature_attribution.ipynb"
    notebook = with_attack(attack, release, words)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    if attack.cells:
        return path
    made = attack.function("mutate", words)(notebook, folder)
    if made is None and attack.option("writes") != "itself":
        made = json.dumps(notebook)
    if made is not None:
        path.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
    return path
