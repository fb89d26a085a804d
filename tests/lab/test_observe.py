"""A student's function is asked case by case; what it raises is its answer, and its notebook is left as it was."""

import json
import random

import numpy as np
import pytest
import torch

from autograder.assignments import visible_cases
from selfcheck.encoding import Array, Other, Raised, decode
from selfcheck.observe import MIME, answer, observe, publish, start_afresh, substitute
from selfcheck.task import Case

SALIENCY = visible_cases("saliency_map")
PREDICT = visible_cases("predict")


def given(observation: dict) -> dict:
    """The answers of an observation by name, after their way through JSON."""
    return {name: decode(value) for name, value in json.loads(json.dumps(observation))["value"].items()}


# --- right answers of other tasks ----------------------------------------------------------------------------------

SOURCES = {"predict": "def predict():\n    return helper()\ndef helper():\n    return 'the course'"}


def test_put_in_replaces_and_gives_back():
    own = object()
    namespace = {"predict": own, "model": 1}
    with substitute(namespace, SOURCES):
        assert namespace["predict"]() == "the course"
        assert set(namespace) == {"predict", "model"}  # what a source needs beside its name stays out of the notebook
    assert namespace == {"predict": own, "model": 1}


def test_put_in_takes_away_what_was_not_there():
    namespace: dict = {}
    with substitute(namespace, SOURCES):
        assert "predict" in namespace
    assert namespace == {}


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_put_in_gives_back_after_an_error(error):
    namespace = {"predict": "own"}
    with pytest.raises(error), substitute(namespace, SOURCES):
        raise error
    assert namespace == {"predict": "own"}


def test_put_in_gives_back_what_was_deleted_in_between():
    namespace = {"predict": "own"}
    with substitute(namespace, SOURCES):
        del namespace["predict"]  # what a student's function may do
    assert namespace == {"predict": "own"}


def test_put_in_leaves_the_notebook_alone_where_a_source_is_broken():
    namespace = {"predict": "own"}
    with pytest.raises(SyntaxError), substitute(namespace, {"predict": "def predict(:"}):
        pass
    assert namespace == {"predict": "own"}


def test_what_is_put_in_cannot_be_changed_from_the_notebook():
    namespace = {"helper": lambda: "the student's"}
    with substitute(namespace, SOURCES):
        assert namespace["predict"]() == "the course"


def test_a_dependency_is_right_while_its_task_is_asked():
    namespace = {"saliency_map": lambda gradients: predict_of(namespace), "predict": lambda: "wrong"}

    def predict_of(names):
        raise ValueError(names["predict"]())

    (observation,) = observe(namespace, SALIENCY[:1], SOURCES)
    assert given(observation)["raised"].message == "the course"
    assert namespace["predict"]() == "wrong"


# --- every call starts the same ------------------------------------------------------------------------------------


def drawn() -> tuple:
    return random.random(), np.random.random(), torch.rand(1).item()


def test_random_numbers_start_afresh_at_every_case():
    start_afresh(5)
    first = drawn()
    drawn()
    start_afresh(5)
    assert drawn() == first
    start_afresh(6)
    assert all(one != other for one, other in zip(drawn(), first, strict=True))


def test_gradient_mode_starts_afresh_at_every_case():
    def saliency_map(gradients):
        was = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        return was

    try:
        found = [given(observation)["map"] for observation in observe({"saliency_map": saliency_map}, SALIENCY)]
    finally:
        torch.set_grad_enabled(True)
    assert found == [True] * len(SALIENCY)


def test_an_answer_does_not_depend_on_what_was_asked_before():
    def saliency_map(gradients):
        return np.array(drawn())

    alone = answer({"saliency_map": saliency_map}, SALIENCY[1])
    after = list(observe({"saliency_map": saliency_map}, SALIENCY))[1]
    assert alone == after


# --- one answer, whatever comes ------------------------------------------------------------------------------------


def test_an_observation_names_its_task_and_number():
    case = Case("saliency_map", 117, SALIENCY[0].recipe)
    observation = answer({"saliency_map": lambda gradients: gradients.max(2)}, case)
    assert (observation["task"], observation["number"]) == ("saliency_map", 117)
    assert isinstance(given(observation)["map"], Array)


@pytest.mark.parametrize("namespace", [{}, {"saliency_map": None}])
def test_a_missing_name_is_told(namespace):
    assert answer(namespace, SALIENCY[0]) == {"task": "saliency_map", "number": 0, "missing": True}


def test_a_missing_name_is_not_hidden_by_the_right_ones():
    (observation,) = observe({}, SALIENCY[:1], SOURCES)
    assert observation["missing"]


@pytest.mark.parametrize("error", [ValueError("mine"), AssertionError("mine"), RecursionError("mine"), MemoryError("mine")])
def test_what_a_function_raises_is_its_answer(error):
    def saliency_map(gradients):
        raise error

    found = given(answer({"saliency_map": saliency_map}, SALIENCY[0]))
    assert found == {"raised": Raised(type(error).__name__, "mine", found["raised"].line)}


def test_something_that_is_no_function_is_an_error_and_no_crash():
    assert given(answer({"saliency_map": 5}, SALIENCY[0]))["raised"].type == "TypeError"


def test_after_a_time_out_no_more_are_asked():
    asked = []

    def saliency_map(gradients):
        asked.append(1)
        raise KeyboardInterrupt  # what a kernel's interrupt raises

    observations = list(observe({"saliency_map": saliency_map}, SALIENCY))
    assert [given(o)["raised"].type for o in observations] == ["TimeoutError"]
    assert len(asked) == 1


def test_an_ordinary_error_does_not_end_the_asking():
    def saliency_map(gradients):
        raise ValueError

    assert len(list(observe({"saliency_map": saliency_map}, SALIENCY))) == len(SALIENCY)


def test_two_values_were_wanted_and_one_came():
    assert set(given(answer({"predict": lambda *arguments: 5}, PREDICT[0]))) == {"returned"}


class EqualToAll:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __iter__(self):
        return iter((3, torch.ones(1, 1)))

    def __len__(self):
        return 2


def test_an_object_that_equals_everything_is_named_and_no_more():
    assert given(answer({"predict": lambda *arguments: EqualToAll()}, PREDICT[0]))["returned"] == Other("EqualToAll")
    assert given(answer({"saliency_map": lambda gradients: EqualToAll()}, SALIENCY[0]))["map"] == Other("EqualToAll")


def test_changing_an_argument_is_seen():
    def pre_processing(obs, cuda):
        obs /= 255
        return torch.tensor(obs)

    found = given(answer({"pre_processing": pre_processing}, visible_cases("pre_processing")[0]))
    assert found["obs_kept"] is False


def test_publishing_puts_each_answer_under_our_own_mime_type(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.publish_display_data", shown.append)
    namespace = {"saliency_map": lambda gradients: gradients.max(2)}
    publish(namespace, json.dumps([case._asdict() for case in SALIENCY]))
    assert [list(data) for data in shown] == [[MIME]] * len(SALIENCY)
    assert [data[MIME]["number"] for data in shown] == [0, 1]
    json.dumps(shown, allow_nan=False)


# --- the line that is shown ----------------------------------------------------------------------------------------


def in_a_cell(source: str, tmp_path) -> dict:
    """The names that a cell defines; its lines can be found, as IPython sees to it."""
    path = tmp_path / "cell.py"
    path.write_text(source, encoding="utf-8")
    namespace: dict = {"torch": torch}
    exec(compile(source, str(path), "exec"), namespace)
    return namespace


def test_the_line_of_an_error_is_the_students(tmp_path):
    namespace = in_a_cell("def saliency_map(gradients):\n    return torch.stack(5)\n", tmp_path)
    assert given(answer(namespace, SALIENCY[0]))["raised"].line == "return torch.stack(5)"


def test_the_line_of_an_error_inside_the_network_is_the_students(tmp_path):
    source = "def predict(input, model, target_label_idx, cuda):\n    return model(input[0])\n"
    assert given(answer(in_a_cell(source, tmp_path), PREDICT[0]))["raised"].line == "return model(input[0])"
