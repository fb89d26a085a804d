"""What tools make of a notebook when they save it, and what students do in them: each takes the notebook's JSON and changes it.

The first part follows files that Colab wrote: format 4.0 and 4.5, ids, outputs' ids, names of students, widget state.
"""

import copy
import json
import random
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

RELEASE = Path(__file__).resolve().parent.parent / "release" / "part1" / "feature_attribution.ipynb"
STUDENT = "Ada Lovelace-Byron"  # must be nowhere in what is graded
LETTERS = string.ascii_letters + string.digits + "-_"
BADGE = '<a href="https://colab.research.google.com/x" target="_parent"><img src="https://colab.research.google.com/b.svg"/></a>'


def of_a_task(notebook: dict, task: str) -> int:
    """The position of a task's answer cell."""
    return next(
        number for number, cell in enumerate(notebook["cells"]) if cell["metadata"].get("nbgrader", {}).get("grade_id") == task
    )


def text(cell: dict) -> str:
    return "".join(cell["source"])


# --- Colab ---------------------------------------------------------------------------------------------------------


def colab(notebook: dict, minor: int = 0, drive: bool = False) -> None:
    """A save by Colab: 4.0 drops the cells' own ids, 4.5 keeps them; on Drive each executed cell has the student's name."""
    dice = random.Random(0)
    tail = "".join(dice.choices(LETTERS, k=4))
    notebook["nbformat_minor"] = minor
    for number, cell in enumerate(notebook["cells"]):
        own = cell["id"] if minor == 5 else "-" + "".join(dice.choices(LETTERS, k=7)) + tail
        cell["metadata"]["id"] = own
        if minor < 5:
            cell.pop("id", None)
        if cell["cell_type"] == "code":
            executed(cell, number, drive)
    notebook["metadata"]["colab"] = {"provenance": [], "name": f"{STUDENT}'s feature_attribution.ipynb"}


def executed(cell: dict, number: int, drive: bool) -> None:
    """What Colab adds to a cell that was run."""
    cell["execution_count"] = number
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [f"hello from {STUDENT}\n"]}]
    cell["metadata"] |= {"colab": {"base_uri": "https://localhost:8080/", "height": 17}, "outputId": f"9f-{number}"}
    if drive:
        user = {"displayName": STUDENT, "userId": "01234567890123456789"}
        cell["metadata"]["executionInfo"] = {"status": "ok", "timestamp": 1, "user": user, "user_tz": -60, "elapsed": 5}


def colab_4_0(notebook: dict) -> None:
    colab(notebook)


def colab_4_5(notebook: dict) -> None:
    colab(notebook, minor=5)


def colab_to_drive_with_names(notebook: dict) -> None:
    colab(notebook, drive=True)
    notebook["metadata"]["colab"]["authorship_tag"] = "ABX9TyM"


def colab_on_a_gpu(notebook: dict) -> None:
    colab(notebook)
    notebook["metadata"]["accelerator"] = "GPU"
    notebook["metadata"]["colab"]["gpuType"] = "T4"


def colab_with_widgets(notebook: dict) -> None:
    """A progress bar is enough: state without the key `state`, at which nbconvert's pages fail."""
    colab(notebook)
    state = {"a1b2c3": {"model_module": "@jupyter-widgets/controls", "model_name": "HBoxModel", "state": {}}}
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    notebook["cells"][-1]["metadata"]["referenced_widgets"] = ["a1b2c3"]


def colab_to_github_with_a_badge(notebook: dict) -> None:
    colab(notebook)
    notebook["metadata"]["colab"]["include_colab_link"] = True
    metadata = {"id": "view-in-github", "colab_type": "text"}
    notebook["cells"].insert(0, {"cell_type": "markdown", "metadata": metadata, "source": [BADGE]})


def colab_forms_and_a_mount(notebook: dict) -> None:
    """Forms hide code; the student mounts Drive in a cell of their own, which exists on Colab alone."""
    colab(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["cellView"] = "form"
    mount = ["from google.colab import drive\n", "drive.mount('/content/drive')"]
    own = {"cell_type": "code", "source": mount, "metadata": {"id": "Xy"}, "execution_count": None, "outputs": []}
    notebook["cells"].insert(3, own)


def colab_born_copy(notebook: dict) -> None:
    """Pasted cell by cell into a notebook that Colab made: no marks, a kernel without a language."""
    colab(notebook)
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell["metadata"]["id"]}
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": kernel, "language_info": {"name": "python"}}


# --- ids -----------------------------------------------------------------------------------------------------------


def ids_lost_in_4_5(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell.pop("id", None)


def ids_kept_in_4_0(notebook: dict) -> None:
    notebook["nbformat_minor"] = 0


def ids_doubled(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "the-same"


# --- VS Code and Jupyter -------------------------------------------------------------------------------------------


def vs_code(notebook: dict) -> None:
    """Its own kernel and language, and what it knows of each cell."""
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python" if cell["cell_type"] == "code" else "markdown"}
        for flag in ("deletable", "editable"):
            cell["metadata"].pop(flag, None)
    notebook["metadata"] = {
        "kernelspec": {"display_name": ".venv (3.12.1)", "language": "python", "name": "venv"},
        "language_info": {"name": "python", "version": "3.12.1", "pygments_lexer": "ipython3", "file_extension": ".py"},
        "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b"}},
    }


def vs_code_made_new(notebook: dict) -> None:
    """Saved as a new notebook: of the metadata nothing is left, neither of the cells nor of the notebook."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    notebook["metadata"] = {"language_info": {"name": "python"}}


def a_script_and_back(notebook: dict) -> None:
    """Exported to .py and opened again: cells' metadata gone, ids new, trailing blanks gone."""
    vs_code_made_new(notebook)
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"new-{number}"
        cell["source"] = "\n".join(line.rstrip() for line in text(cell).strip().splitlines())


def jupyter_classic(notebook: dict) -> None:
    """Old Jupyter: 4.4, collapsed and scrolled outputs, slide types, a table of contents, a variable inspector."""
    ids_lost_in_4_5(notebook)
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        cell["metadata"] |= {"slideshow": {"slide_type": "slide"}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"collapsed": True, "scrolled": False}
    notebook["metadata"] |= {"celltoolbar": "Create Assignment", "toc": {"nav_menu": {}}, "varInspector": {"cols": {}}}


def a_signature_and_windows_line_ends(notebook: dict) -> None:
    notebook["metadata"]["signature"] = "sha256:00"
    for cell in notebook["cells"]:
        cell["source"] = text(cell).replace("\n", "\r\n")


# --- hands ---------------------------------------------------------------------------------------------------------


def split(notebook: dict) -> None:
    """An answer's imports and its function in two cells: the editor gives both halves the marks, or the first alone."""
    at = of_a_task(notebook, "integrated_gradients")
    cell = notebook["cells"][at]
    before, _, after = text(cell).partition("def integrated_gradients")
    first, second = copy.deepcopy(cell), cell
    first["source"], second["source"] = before + "# the function follows", "def integrated_gradients" + after
    second["metadata"], second["id"] = {}, "second-half"
    notebook["cells"].insert(at, first)


def copied(notebook: dict) -> None:
    """An answer cell copied with its marks, ids and all; the first is the try that did not work."""
    at = of_a_task(notebook, "predict")
    first = copy.deepcopy(notebook["cells"][at])
    first["source"] = text(first).replace("return", "return None  # my first try:", 1)
    notebook["cells"].insert(at, first)


def moved(notebook: dict) -> None:
    """A cell dragged to the end, and two that changed places."""
    cells = notebook["cells"]
    cells.append(cells.pop(of_a_task(notebook, "saliency_map")))
    one, other = of_a_task(notebook, "pool_gradients"), of_a_task(notebook, "grad_cam_heatmap")
    cells[one], cells[other] = cells[other], cells[one]


def deleted(notebook: dict) -> None:
    """All tests and two given cells."""
    gone = ("test_", "given_wrap_the_network", "given_load_network")
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in notebook["cells"]]
    notebook["cells"] = [cell for cell, name in zip(notebook["cells"], names, strict=True) if not name.startswith(gone)]


def code_in_another_cell(notebook: dict) -> None:
    """Two answers written into one cell; the other is as it was released."""
    one, other = (notebook["cells"][of_a_task(notebook, task)] for task in ("pool_gradients", "grad_cam_heatmap"))
    one["source"] = text(one) + "\n\n\n" + text(other)
    other["source"] = "# see above"


def code_in_an_own_cell(notebook: dict) -> None:
    """An answer in a new cell below, the released one left as it was."""
    at = of_a_task(notebook, "saliency_map")
    answer = notebook["cells"][at]
    own = {"cell_type": "code", "metadata": {}, "id": "mine", "execution_count": None, "outputs": []}
    notebook["cells"].insert(at + 1, own | {"source": text(answer)})
    released = json.loads(RELEASE.read_text(encoding="utf-8"))
    answer["source"] = text(released["cells"][of_a_task(released, "saliency_map")])


SAVES: list[Callable[[dict], Any]] = [
    colab_4_0,
    colab_4_5,
    colab_to_drive_with_names,
    colab_on_a_gpu,
    colab_with_widgets,
    colab_to_github_with_a_badge,
    colab_forms_and_a_mount,
    colab_born_copy,
    ids_lost_in_4_5,
    ids_kept_in_4_0,
    ids_doubled,
    vs_code,
    vs_code_made_new,
    a_script_and_back,
    jupyter_classic,
    a_signature_and_windows_line_ends,
    split,
    copied,
    moved,
    deleted,
    code_in_another_cell,
    code_in_an_own_cell,
]


def saved(notebook: dict, save: Callable[[dict], Any]) -> str:
    """The text of the file that a tool writes."""
    plain = json.loads(json.dumps(notebook))
    save(plain)
    one_line = save is colab_to_drive_with_names  # a download from Drive is one line of ASCII
    return json.dumps(plain, indent=None if one_line else 2, ensure_ascii=one_line)
