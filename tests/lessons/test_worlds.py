"""Part 1 in each of its worlds: no sentence names a class that is not there, and each world's pictures fit its network."""

import re
from pathlib import Path

import jupytext
import numpy as np
import pytest
import torch

from autograder.assignments import assignments
from autograder.authoring.build import write_source
from autograder.authoring.solutions import execute, solved_notebook
from lab.models import class_name, load_pocket_vgg19, load_vgg19, vgg19_layout
from lab.scenes import CLASSES
from lab.world import drawn, photographed, picture_file, world_of
from tests.lessons.test_execution import few_steps

NAMES = [*CLASSES.values(), *map(class_name, (281, 967, 968))]
RANDOM = """from lab.models import frozen, vgg19_layout
torch.manual_seed(0)
model = frozen(vgg19_layout().to_empty(device="cpu"))
for values in model.parameters():
    values.normal_(0, (2 / max(values[0].numel(), 1)) ** 0.5)"""  # He's scale: what goes in comes out, in all 19 layers
WORDS = {name.split()[-1] for name in NAMES} | {"elephants"}


def full_width():
    """A network of VGG19's width with random weights, of which nothing is computed."""
    with torch.device("meta"):
        return vgg19_layout((64, 128, 256, 512, 512), 4096)


def sections() -> dict[str, str]:
    """Part 1's prose by its headings of every level, without code, names in code, and the names of photographs' files."""
    cells = jupytext.reads(assignments()["part1"].read_text(encoding="utf-8"), "py:percent").cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"```.*?```|`[^`]*`|\*(astronaut|cat|coffee)\*", " ", text, flags=re.DOTALL)
    parts = re.split(r"^##+ (.*)$", text, flags=re.MULTILINE)
    return {"": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


def test_no_sentence_names_a_class_but_where_the_small_network_is_asked_in_any_world():
    named = {
        heading: sorted(found)
        for heading, text in sections().items()
        if (found := WORDS & set(re.findall(r"[a-z]+", text.lower())))
    }
    assert set(named) == {'6.2 "By the way - I do not trust the results very much"'}
    assert set(*named.values()) <= {"elephant", "elephants"}


def test_the_doubt_s_section_loads_the_network_that_it_speaks_of():
    cells = jupytext.reads(assignments()["part1"].read_text(encoding="utf-8"), "py:percent").cells
    first = next(number for number, cell in enumerate(cells) if cell.metadata.get("given") == "figure_doubt")
    last = next(number for number, cell in enumerate(cells) if cell.metadata.get("given") == "figure_paired_test")
    assert "small = load_pocket_vgg19()" in cells[first].source
    for cell in cells[first : last + 1]:
        assert cell.cell_type == "markdown" or not re.search(r"\bmodel\b|\bimg\b", cell.source)


def test_elsewhere_no_code_cell_names_a_class_by_its_number():
    cells = jupytext.reads(assignments()["part1"].read_text(encoding="utf-8"), "py:percent").cells
    numbers = "|".join(map(str, {*CLASSES, 281, 967, 968} - {1, 2}))
    guilty = [cell.metadata for cell in cells if cell.cell_type == "code" and re.search(rf"\b({numbers})\b", cell.source)]
    assert guilty == [{"given": "figure_doubt", "illustration": True}]


@pytest.mark.parametrize(
    ("network", "name"), [(load_pocket_vgg19, "drawn scenes"), (full_width, "photographs")], ids=["pocket", "VGG19"]
)
def test_the_pictures_follow_the_network_unless_told_otherwise(network, name):
    assert world_of(network()).name == name
    assert {world_of(network(), photographs=choice).name for choice in (True, False)} == {"drawn scenes", "photographs"}


def test_where_the_environment_asks_for_the_pocket_network_the_scenes_are_drawn(monkeypatch):
    monkeypatch.setenv("LAB_NETWORK", "pocket")
    assert world_of(load_vgg19()).name == "drawn scenes"


@pytest.mark.parametrize("world", [drawn(), photographed()], ids=lambda world: world.name)
def test_every_picture_has_masks_that_fit_and_do_not_overlap(world):
    assert len(world.two.labels) == 2
    for picture in (world.two, world.one, *world.others):
        assert picture.image.shape == (224, 224, 3)
        assert picture.image.dtype == np.float32
        assert len(picture.labels) == len(picture.masks)
        assert all(0.02 < mask.mean() < 0.9 and mask.shape == (224, 224) for mask in picture.masks)
    assert not (world.two.masks[0] & world.two.masks[1]).any()


def test_the_pocket_network_is_right_on_its_single_pictures():
    network = load_pocket_vgg19()
    for picture in (drawn().one, *drawn().others):
        batch = torch.tensor(picture.image.transpose(2, 0, 1)[None] / 255, dtype=torch.float32)
        mean, std = (torch.tensor(values)[:, None, None] for values in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
        assert network((batch - mean) / std).argmax().item() == picture.labels[0]


@pytest.mark.parametrize("world", [drawn(), photographed()], ids=lambda world: world.name)
def test_the_file_that_students_read_is_the_picture_once_it_is_resized(world):
    cv2 = pytest.importorskip("cv2")
    pixels = cv2.imread(picture_file(world.two.image))
    assert pixels.shape == (448, 448, 3)
    assert np.abs(cv2.resize(pixels, (224, 224))[:, :, ::-1] - world.two.image).max() <= 1


@pytest.mark.slow  # a minute
@pytest.mark.long
def test_the_solved_lesson_runs_with_photographs_and_a_network_of_random_weights(tmp_path):
    """Nothing is missing, and no output names a class of the other world but in the doubt's section."""
    said = with_photographs("part1", tmp_path)
    assert "espresso" in said["given_load_the_image"]
    assert "tabby" not in said["given_figure_two_classes"]
    named = {name for name, text in said.items() if re.search("elephant|shark", text)}
    assert named <= {"given_figure_doubt", "given_figure_target_drift", "given_figure_dark_pixels", "given_figure_paired_test"}


@pytest.mark.slow  # half a minute
@pytest.mark.long
def test_so_does_the_homework(tmp_path):
    said = with_photographs("part1_homework", tmp_path)
    assert re.search("tabby.*espresso", said["given_load_pictures"], re.DOTALL)
    assert {name for name, text in said.items() if re.search("elephant|shark", text)} == set()


def with_photographs(assignment: str, folder: Path) -> dict[str, str]:
    """What each cell of a solved lesson says, by its id, with photographs and a network of random weights."""
    notebook = few_steps(solved_notebook(assignment))
    for cell in notebook.cells:
        cell.source = cell.source.replace("model = load_vgg19().to(device)", RANDOM)
        cell.source = cell.source.replace("world_of(model)", "world_of(model, photographs=True)")
    write_source(assignment, folder)
    execute(notebook, folder / "source" / assignment)
    said = {cell.id: outputs(cell) for cell in notebook.cells}
    assert {name for name, text in said.items() if "This cell needs" in text} == set()
    return said


def outputs(cell) -> str:
    """What a cell prints, and what its figures say to those who do not see them."""
    found = cell.get("outputs", [])
    alternatives = (output.get("metadata", {}).get("image/png", {}).get("alt", "") for output in found)
    return " ".join([*(output.get("text", "") for output in found), *alternatives])
