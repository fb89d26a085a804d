"""What shows only when a course's code is run is found before it is built: `autograder lint` on courses with a fault."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring import skeletons
from autograder.authoring.trial import tried
from tests.end_to_end import toy

TASK, RUBRIC, WRONG = "lab/tasks/centred.py", "rubric/test_centred.py", "misconceptions/centred.py"
REFERENCE, CELL = "reference_solutions/centred.py", "reference_solutions/cells/centred.py"
VISIBLE = 'visible=[{"seed": 1, "number": 6}, {"seed": 2, "number": 11}]'
NUMBERS = '[Comparison("result", numbers)]'
HARMLESS = """

@mistake("harmless", hint="Is anything wrong?")
def harmless(values):
    \"\"\"Makes no mistake.\"\"\"
    return right(values)
"""
Change = Callable[[Path], None]


def replaced(*places: tuple[str, str, str]) -> Change:
    """Changes places of files: (file, old, new)."""

    def change(course: Path) -> None:
        for name, old, new in places:
            toy.replace(course / name, old, new)

    return change


def added(name: str, text: str) -> Change:
    return lambda course: (course / name).write_text((course / name).read_text(encoding="utf-8") + text, encoding="utf-8")


FAULTS: dict[str, tuple[Change, str]] = {
    "a file that cannot be loaded": (
        replaced((WRONG, "import numpy as np\n", "import numpy as np\nimport nowhere_to_be_found\n")),
        r"misconceptions/centred.py cannot be loaded: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
    ),
    "a reference of another name": (
        replaced((REFERENCE, "def centred", "def centered")),
        r"reference_solutions/centred.py cannot be loaded: AttributeError: .*'centred'",
    ),
    "a solved cell of another name": (
        replaced((CELL, "def centred", "def centered")),
        r"reference_solutions/cells/centred.py does not define centred",
    ),
    "a reference that raises on a case": (
        replaced((REFERENCE, "    return", "    if len(values) == 40:\n        raise ValueError('too many')\n    return")),
        r"the case HELD_OUT\[1\], {'seed': 102, 'number': 40}: the reference raises an error on it: ValueError: too many",
    ),
    "a case that cannot be made": (
        replaced((RUBRIC, '{"seed": 101, "number": 9}', '{"seed": 101}')),
        r"the case HELD_OUT\[0\], {'seed': 101}: it cannot be made or asked: KeyError: 'number'",
    ),
    "a visible case that cannot be made": (
        replaced((TASK, VISIBLE, 'visible=[{"seed": 1, "number": -6}]')),
        r"the case visible\[0\], {'seed': 1, 'number': -6}: it cannot be made or asked: ValueError",
    ),
    "a held-out case that students have": (
        replaced((RUBRIC, '{"seed": 101, "number": 9}', '{"seed": 2, "number": 11}')),
        r"the case HELD_OUT\[0\] is visible\[1\], which students have",
    ),
    "a fingerprint that is all zeros": (
        replaced((TASK, VISIBLE, 'visible=[{"seed": 1, "number": 1}, {"seed": 2, "number": 1}]')),
        r"the fingerprint of result is all zeros on every visible case",
    ),
    "a margin that leaves nothing": (
        replaced(
            (TASK, '2.0, recipe["number"])', '2.0, (recipe["number"], 6))'),
            (TASK, "checks={", "margin=lambda recipe: 3, checks={"),
        ),
        r"the fingerprint of result on visible\[0\] is all zeros, whatever is answered: a margin of 3 leaves nothing of",
    ),
    "a sentence that no visible case tests": (
        replaced((TASK, NUMBERS, '[Comparison("result", numbers, lambda recipe: recipe["number"] > 99)]')),
        r"numbers is tested by no visible case",
    ),
    "a look at a value that there is not": (
        replaced((TASK, NUMBERS, '[Comparison("reslt", numbers)]')),
        r"numbers looks at reslt, of which there is no fingerprint on visible\[0\]",
    ),
    "checks that are computed and do not fit": (
        replaced((TASK, '"numbers": [Comp', '"num" + "bars": [Comp')),
        r"lab/tasks/centred.py looks at numbars, argument, and the rubric has argument, numbers",
    ),
    "a solved cell that the rubric refuses": (
        replaced((CELL, "values - np.mean(values)", "values - np.median(values)")),
        r"the rubric gives reference_solutions/cells/centred.py 1 of 3 points: On number 6: ",
    ),
    "a solved cell that its own check refuses": (
        replaced(
            (TASK, NUMBERS, '[Comparison("result", two_values_only)]'),
            (TASK, "import kept, numbers", "import kept, two_values_only"),
        ),
        r"the student's check refuses reference_solutions/cells/centred.py: result: expected the values",
    ),
    "a check of the rubric that fails by itself": (
        replaced(
            (
                RUBRIC,
                'answer.close("result", TOLERANCE)',
                'assert answer.given["result"].values.size > 0\n        answer.close("result", TOLERANCE)',
            )
        ),
        r"a check of the rubric raises AttributeError: .* on the wrong variant one_number: who answers so would get no marks",
    ),
    "a wrong variant that all accept": (
        added(WRONG, HARMLESS),
        r"the rubric accepts the wrong variant harmless, and so does the student's check",
    ),
    "wrong variants that the rubric accepts": (
        replaced((RUBRIC, 'answer.close("result", TOLERANCE)', 'answer["result"]')),
        r"the rubric accepts the wrong variant mean_added, though the student's check refuses it",
    ),
}


@pytest.fixture
def course(tmp_path) -> Path:
    """A new course, whose task can be changed."""
    skeletons.new_course(tmp_path / "course")
    return tmp_path / "course"


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_is_found_when_it_is_tried(name, course):
    change, line = FAULTS[name]
    change(course)
    done = toy.autograder("lint", course=course)
    found = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert [text for text in found if re.match(f"centred: {line}", text)], found
    assert found[-1] == f"to be fixed: {len(found) - 1}"
    assert all(text.startswith("centred: ") for text in found[:-1])


def test_reading_alone_finds_none_of_it_and_loads_nothing(course):
    """That is what --quick is for: it answers at once."""
    FAULTS["a file that cannot be loaded"][0](course)
    FAULTS["a case that cannot be made"][0](course)
    done = toy.autograder("lint", "--quick", course=course)
    assert (done.returncode, done.stdout) == (0, "nothing is missing, and all of it fits\n")


def test_all_of_it_is_found_in_one_pass(course):
    """Faults of two tasks, of what is read and of what is tried."""
    skeletons.new_task(course, "spread", "week1")
    names = ("a wrong variant that all accept", "a held-out case that students have", "a sentence that no visible case tests")
    for name in names:
        FAULTS[name][0](course)
    toy.replace(course / "rubric" / "test_spread.py", "@pytest.mark.points(2)\n", "")
    found = toy.autograder("lint", course=course).stdout.splitlines()
    assert all(any(re.match(f"centred: {FAULTS[name][1]}", text) for text in found) for name in names), found
    assert "spread: rubric/test_spread.py: test_numbers needs one line @pytest.mark.points(N) with a number" in found
    assert found[-1] == "to be fixed: 4"


def test_a_task_that_is_named_is_tried_alone(course):
    """What is wrong with another one shows in what is read, and not in what is tried."""
    skeletons.new_task(course, "spread", "week1")
    FAULTS["a wrong variant that all accept"][0](course)
    whole, other, same = (toy.autograder("lint", *words, course=course).stdout for words in ([], ["spread"], ["centred"]))
    assert "the rubric accepts the wrong variant harmless" in whole
    assert other == "nothing is missing, and all of it fits\n"
    assert same == whole


def test_a_sentence_for_held_out_cases_alone_may_be_declared(course):
    toy.replace(course / TASK, NUMBERS, "[]")
    done = toy.autograder("lint", course=course)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[0] == "note: centred: numbers is tested by held-out cases alone, as the task declares"


def test_nothing_is_built_of_a_course_that_does_not_fit(course):
    FAULTS["a wrong variant that all accept"][0](course)
    done = toy.autograder("build", course=course)
    assert done.returncode == 2
    first, second, *others = done.stderr.splitlines()
    assert first == "autograder: nothing was built; this is to be fixed first:"
    assert re.match(f"centred: {FAULTS['a wrong variant that all accept'][1]}", second)
    assert others == []
    assert not {"source", "release", "data"} & {path.name for path in course.iterdir()}


def test_the_toy_course_has_no_fault():
    done = toy.autograder("lint", course=toy.TOY)
    note = "note: median_slope: outliers is tested by held-out cases alone, as the task declares\n"
    assert (done.returncode, done.stdout) == (0, note + "nothing is missing, and all of it fits\n"), done.stderr


@pytest.mark.slow
@pytest.mark.long  # each part of the trial is shown above on the toy course, and each sample by tests/course
def test_this_course_has_no_fault_and_two_sentences_for_held_out_cases():
    found = tried()
    assert found.faults == []
    assert [note.partition(":")[0] for note in found.notes] == ["grad_cam_heatmap", "integrated_gradients"]
