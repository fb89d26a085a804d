"""What a check's headline says: what came where it is wrong, whose definition was asked, which name was meant."""

import re
import textwrap

import numpy as np
import pytest

from autograder.assignments import declaration, solved_cell
from lab.probes import noise_fault, whole_factor
from selfcheck.compare import form, numbers, same
from selfcheck.encoding import Array, describe
from selfcheck.fingerprints import fingerprint
from selfcheck.judgement import Finding, Untold, settled
from tests.lab.test_check import notebook, said, said_of_samples
from tests.this_course import TASKS

each_task = pytest.mark.parametrize("task", TASKS)
RANGES = re.compile(r"(\S+ \.\. \S+?)[,;.]? ")


def array(values: np.ndarray, kind: str = "array") -> Array:
    return Array(kind, values.dtype.name, values.shape, values)


def print_of(values: np.ndarray, kind: str = "array") -> dict:
    return fingerprint(values, 1e-4) | {"kind": kind, "strict": True}


# --- where, and by what ------------------------------------------------------------------------------------------------

RIGHT = np.random.default_rng(0).normal(size=(4, 5, 3))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (RIGHT[::-1], "right numbers in the wrong places: yours at [0, 0, 0] belongs at [3, 0, 0]"),
        (RIGHT.transpose(2, 0, 1).reshape(4, 5, 3), "yours at [0, 0, 1] belongs at [0, 1, 0]"),
        (-RIGHT, "all your values have the opposite sign"),
        (2.5 * RIGHT, "all your values are 2.5 times the right ones"),
        (np.zeros_like(RIGHT), "all your values are 0; the right ones lie in"),
        (np.where(np.arange(60).reshape(4, 5, 3) == 31, 9.0, RIGHT), "your value at [2, 0, 1] is 9; the right ones lie in"),
        (0.3 * RIGHT + 0.01, "your values fill no more than"),
    ],
)
def test_a_headline_says_where_and_by_what_values_differ(given, words):
    assert words in str(numbers("map", array(given), print_of(RIGHT)))


def test_values_in_the_right_range_are_not_told_by_two_equal_ranges():
    given = RIGHT.copy()
    given[1:3] = given[2:0:-1] * 0.9
    told = str(numbers("map", array(given), print_of(RIGHT)))
    assert "lie in the right range" in told
    assert told.count("..") == 1


def test_one_number_is_neither_everywhere_nor_given_away():
    told = str(numbers("output", array(np.array([[0.5]])), print_of(np.array([[0.2]]))))
    assert told == "output: got 0.5, a smaller number was expected."


@each_task
def test_no_headline_says_one_range_twice(task):
    for name, text in said_of_samples("wrong", task).items():
        ranges = RANGES.findall(text.splitlines()[0] + " ")
        assert len(set(ranges)) == len(ranges), f"{name}: {text}"


@pytest.mark.parametrize("value", [None, 3, np.array([1.0])])
def test_a_kind_has_its_article(value):
    right, given = np.array([1.0, 2.0]), array(value, "tensor") if isinstance(value, np.ndarray) else value
    assert "expected an array" in str(form("map", given, print_of(right)))


def test_a_class_of_another_type_is_told_by_its_type():
    assert same("label", array(np.array([3])), {"value": 3}) == "label: got an array of shape (1,), expected an int."
    assert same("label", 2, {"value": 3}) == "label: got 2, expected 3."


# --- noise ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.0, 0.1, 0.2])  # how far the first step of a sum lies from its baseline
def test_noise_in_0_1_is_told_by_its_own_range(part):
    rng = np.random.default_rng(0)
    image, baselines = rng.uniform(0, 255, (8, 8, 3)), rng.uniform(0, 1, (4, 8, 8, 3))
    name, told = noise_fault(baselines + part * (image - baselines), image, 5)
    assert name == "missing"
    assert "0 .. 1," in told


def test_clipped_noise_around_an_image_is_not_said_to_leave_the_range():
    rng = np.random.default_rng(0)
    image = rng.uniform(0, 255, (8, 8, 3))
    baselines = np.clip(image + rng.normal(0, 20, (4, 8, 8, 3)), 0, 255)
    assert noise_fault(baselines + 0.2 * (image - baselines), image, 5)[0] == "like_the_image"


@pytest.mark.parametrize(("factor", "words"), [(4.44, "4"), (4.0, "4"), (1.1, "1"), (-1.05, "-1"), (0.25, "1/4"), (0.83, "")])
def test_a_sum_is_told_by_how_many_it_adds_up(factor, words):
    assert whole_factor(factor, 10, 4) == words


# --- cells and names -----------------------------------------------------------------------------------------------------

BROKEN = "def saliency_map(gradients):\n    return np.abs(gradients.max(2)"


def run(*cells: str) -> dict:
    """A notebook in which cells were run, as IPython keeps them."""
    return notebook(*cells) | {"In": ["", *cells, "check('saliency_map')"]}


def test_after_a_syntax_error_the_earlier_definition_is_said_to_be_the_one_that_was_asked():
    text = said(run(solved_cell("saliency_map"), BROKEN), "saliency_map")
    assert "This is about an earlier saliency_map: the last cell that defines it has a syntax error" in text
    assert "at: return np.abs(gradients.max(2)" in text


def test_after_a_syntax_error_alone_nothing_is_said_to_be_defined():
    text = said(run(BROKEN), "saliency_map")
    assert text.startswith(
        "✗ saliency_map: nothing called saliency_map is defined: the last cell that defines it has a syntax error"
    )
    assert "at: return np.abs(gradients.max(2)" in text


def test_a_cell_that_was_fixed_is_not_spoken_of():
    assert "syntax error" not in said(run(BROKEN, solved_cell("saliency_map")), "saliency_map")


def test_a_name_that_is_nearly_right_is_told():
    text = said(notebook("def pool_grads(gradients):\n    return gradients.mean((0, 2, 3))"), "pool_gradients")
    assert "you defined `pool_grads`" in text


def test_an_unknown_name_in_the_code_gets_the_one_that_was_meant():
    text = said(notebook("def saliency_map(gradients):\n    return np.abs(gradient).max(2)"), "saliency_map")
    assert "name 'gradient' is not defined" in text
    assert "Did you mean `gradients`?" in text


def test_another_task_s_function_is_not_taken_for_a_misspelt_one():
    text = said(notebook(solved_cell("blurred_baseline")), "max_distance_baseline")
    assert "you defined" not in text


# --- errors --------------------------------------------------------------------------------------------------------------


def raised_by(source: str, tmp_path) -> dict:
    """An error as it crosses over, raised by code in a file of the student's."""
    file = tmp_path / "cell.py"
    file.write_text(textwrap.dedent(source), encoding="utf-8")
    namespace: dict = {}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), namespace)
    try:
        namespace["answer"]()
    except Exception as error:
        return describe(error)
    raise AssertionError


def test_an_error_in_a_library_is_told_with_the_student_s_line(tmp_path):
    source = "import torch\ndef answer():\n    return torch.nn.Linear(2, 3)(torch.zeros(5))\n"
    assert raised_by(source, tmp_path)["line"] == "return torch.nn.Linear(2, 3)(torch.zeros(5))"


def test_an_error_without_a_line_of_the_student_s_shows_no_library_s():
    import torch

    class Silent(torch.nn.Module):
        pass

    try:
        exec("network(1)", {"network": Silent()})
    except NotImplementedError as error:
        line = describe(error)["line"]
    assert line is None or "torch" not in line


@pytest.mark.parametrize(
    "line",
    [
        "changed = image.copy(); changed[np.indices((224, 224))[0] >= 218] = 250",
        "changed = np.float32(image * (np.indices((224, 224))[0] < 218)[..., None])",
        "changed = cv2.resize(image, (224, 224)); changed[218:] = 250",
    ],
)
def test_a_cue_made_for_one_size_is_told_from_where_it_is_counted(line):
    text = said(notebook(f"def fool(image):\n    {line}\n    return changed"), "fool")
    assert re.search(r"[Cc]ount a cue at .* edge from that edge", text)


# --- how a sentence stands -----------------------------------------------------------------------------------------------


def test_a_fault_that_rests_on_a_failed_check_crosses_nothing_out():
    wrong, after = Finding("wrong values"), Finding("wrong places", rests_on=("values",))
    found = settled({"values": [wrong], "places": [after]})
    assert found["values"] == wrong
    assert found["places"] == Finding("this can only be told once the first check is right.", told=False)
    assert settled({"values": [], "places": [after]})["places"] == after


def test_what_tells_comes_before_what_does_not():
    untold, told = Finding("no numbers", told=False), Finding("other numbers")
    assert settled({"values": [untold, told]})["values"] == told
    assert settled({"values": [untold]})["values"] == untold


@each_task
def test_nothing_that_is_returned_leaves_a_sentence_ticked(task):
    defines = declaration(task).defines
    text = said(notebook(f"def {defines}(*arguments, **keywords):\n    return None\n"), task)
    assert "✓" not in text


def test_a_missing_form_is_no_wrong_number():
    assert isinstance(numbers("map", None, print_of(RIGHT)), Untold)
