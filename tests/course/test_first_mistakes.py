"""The mistakes that students make first have hints, and what is said of wrong answers is true, however they are written."""

from collections import Counter
from dataclasses import replace

import pytest

from autograder.audit.samples import ask, asked, samples, true_names, untrue_words
from autograder.audit.validity import KINDS, OTHERWISE, WRONG, Row, Sample, faults, line, sample_of, table_of_writings
from autograder.judging.answers import Answers
from autograder.judging.diagnosis import diagnose
from autograder.judging.judge import read_observations
from autograder.judging.verdict import Verdict
from autograder.misconceptions.blur_widths import another_width, window_too_small
from autograder.misconceptions.noise_places import FILLINGS
from tests.this_course import CATALOGUE, TASKS

pytestmark = pytest.mark.slow

FIRST = {  # what is done, as teachers and public questions tell it -> the known mistakes that it is
    "pre_processing": {
        "(H, W, 3) returned": "axes_of_the_image",
        "no return": "nothing_returned",
        "normalised twice": "normalised_twice",
        "the whole chain twice": "pre_processed_twice",
    },
    "predict": {
        "softmax(dim=0)": "softmax_over_the_batch",
        "if not target_label_idx": "class_zero_taken_for_none",
        "model.train() left on": "dropout_left_on",
    },
    "backprop": {
        "backward forgotten, without parentheses, or after the gradient was read": "gradient_is_still_empty",
        "requires_grad forgotten": "nothing_requires_a_gradient",
        "backward on several numbers": "backward_from_several_numbers",
        "model.train() left on": "dropout_left_on",
    },
    "vgg_hook": {
        "hook never registered": "getter_gives_none",
        "hook after the pool": "hook_after_the_pool",
        "detached before the classifier": "cut_off_before_the_classifier",
        "a full backward hook before a ReLU in place": "full_backward_hook",
    },
    "pool_gradients": {"mean(dim=1)": "mean_over_the_channels"},
    "grad_cam_heatmap": {
        "activations * pooled, broadcast": "weights_along_another_axis",
        "ReLU per channel": "relu_before_the_sum",
    },
    "integrated_gradients": {"baseline + alpha * input": "pixel_path_beside_the_image"},
    "random_baseline": {
        "sum of absolute values of trials": "absolute_values_summed",
        "mean of absolute values of trials": "absolute_values_averaged",
        "baseline outside the loop": "baseline_drawn_once",
        "steps not passed on": "steps_not_passed_on",
    },
    "blurred_baseline": {"blur window of three pixels": "kernel_of_three_pixels", "of five": "kernel_of_five_pixels"},
}
FIRST_NAMES = [(task, name) for task, mistakes in FIRST.items() for name in mistakes.values()]


@pytest.mark.parametrize(("task", "name"), FIRST_NAMES)
def test_a_first_mistake_has_a_hint_that_asks(task, name):
    (mistake,) = (mistake for mistake in CATALOGUE[task] if mistake.name == name)
    assert "?" in mistake.hint


@pytest.mark.parametrize("task", TASKS)
def test_nothing_returned_is_known_of_every_function(task):
    assert task == "vgg_hook" or "nothing_returned" in [mistake.name for mistake in CATALOGUE[task]]


def writings(task: str) -> Counter:
    """How many samples of a task are written otherwise, by the names that are true of them."""
    return Counter(name for path in samples(OTHERWISE, task) for name in true_names(path))


@pytest.mark.parametrize(("task", "name"), FIRST_NAMES)
def test_a_first_mistake_is_written_otherwise_twice_at_least(task, name):
    assert writings(task)[name] >= 2


@pytest.mark.parametrize("task", TASKS)
def test_what_is_said_of_mistakes_that_are_written_otherwise(task):
    """Nine in ten are named, and none by a name that is not true of it; each loses a quarter of its points."""
    row = Row(task, wrong={path.stem: sample_of(path) for path in samples(OTHERWISE, task)})
    assert list(faults([row])) == []


@pytest.mark.parametrize("outcome", [WRONG, OTHERWISE])
def test_true_names_are_names(outcome):
    """Those of known mistakes and of general statements; a misspelt one would let a wrong name pass."""
    general = {"other_class", "sign_flipped", "scaled", "scaled_case_by_case", "signs_wrong", "shifted", "straight_line"}
    general |= {"line_for_each_channel", "axes_of_length_one", "axes_permuted", "mirrored", "other_places", "one_value"}
    general |= {"all_zero", "not_finite", "weights_do_not_add_up", "too_close_to_the_image", "too_close_to_the_baseline"}
    general |= {"window_too_small", "always_the_same_width", "another_width", *(name for name, *_ in FILLINGS.values())}
    unknown = {
        f"{path.parent.name}/{path.stem}": names
        for path in samples(outcome)
        if (names := true_names(path) - general - {mistake.name for mistake in CATALOGUE[path.parent.name]})
    }
    assert unknown == {}


# --- errors that show a mistake -----------------------------------------------------------------------------------------


LOOP = """
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        {}
    return np.stack(gradients), target_label_idx
"""


def named(task: str, source: str) -> str | None:
    found = diagnose(task, Answers(task, read_observations(task, ask(task, source))))
    return found.name if found else None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("gradients.append(x.grad.data[0].numpy())", "gradient_is_still_empty"),
        ("gradients.append(x.grad[0].numpy())", "gradient_is_still_empty"),
        ("output.detach().backward()", "nothing_requires_a_gradient"),
        ("raise RuntimeError('of another kind')", None),
        ("raise AttributeError('module numpy has no attribute grad')", None),
        ("len(None)", None),
    ],
)
def test_an_error_shows_a_mistake_only_where_its_text_says_so(line, name):
    assert named("backprop", LOOP.format(line)) == name


def test_an_error_shows_no_mistake_where_other_answers_are_wrong_without_it():
    source = LOOP.format("gradients.append(np.ones_like(x.detach()[0])) if len(inputs) == 1 else x.grad.numpy()")
    assert named("backprop", source) is None


# --- blurs -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("cv2.GaussianBlur(img, (9, 9), sigma)", "window_too_small"),
        ("cv2.GaussianBlur(img, (0, 0), 0.8 * sigma)", "another_width"),
        ("cv2.GaussianBlur(img, (0, 0), 4)", "always_the_same_width"),
        ("np.clip(cv2.GaussianBlur(img, (0, 0), 1.3 * sigma).round(), 0, 255)", "another_width"),
        ("cv2.blur(img, (5, 5))", None),
        ("cv2.GaussianBlur(img, (0, 0), 1.3 * sigma) * 0.9", None),
    ],
)
def test_a_gaussian_of_another_width_or_window_is_told_from_other_blurs(line, name):
    assert named("blurred_baseline", f"def blurred_baseline(img, sigma):\n    return {line}") == name


@pytest.mark.parametrize("question", [window_too_small, another_width])
def test_a_right_blur_is_of_no_other_width(question):
    (path,) = (path for path in samples("full_marks", "blurred_baseline") if path.stem == "scipy_channel_by_channel")
    assert question("blurred_baseline", list(Answers("blurred_baseline", asked(path)))) is None


# --- the table -----------------------------------------------------------------------------------------------------------


def sample(name: str | None, words: str = "", true=("right",), untrue=()) -> Sample:
    return Sample(Verdict("task", 0, 2, "failed", "", misconception=name), words, set(true), list(untrue))


FOUR = {
    "named right": sample("right", "says so", untrue=["never"]),
    "named wrong": sample("wrong", "never", untrue=["never"]),
    "unnamed but true": sample(None, "says so", untrue=["never"]),
    "misleading": sample("right", "it never does", untrue=["never"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_is_of_one_of_four_kinds(kind):
    assert FOUR[kind].kind == kind


def test_the_table_counts_them_and_the_faults_name_them():
    row = Row("task", wrong=FOUR | {"generous": replace(FOUR["named right"], verdict=Verdict("task", 2, 2, "passed", ""))})
    assert line("task", [row]).split() == ["task", "4", "of", "5", "1", "1", "2", "1"]
    assert [fault.partition(":")[0] for fault in faults([row])] == [
        "NOT CAUGHT",
        "NAMED WRONG",
        "MISLEADING",
        "NAMED TOO SELDOM",
    ]
    assert len(list(table_of_writings([row]))) == 3


def test_untrue_words_are_read_from_a_sample(tmp_path):
    path = tmp_path / "sample.py"
    path.write_text("# Wrong: it.\n# True of it: one, two\n# Untrue of it: 2 different | never this\nx = 1\n")
    assert (true_names(path), untrue_words(path)) == ({"one", "two"}, ["2 different", "never this"])
    path.write_text("# Wrong: it.\nx = 1\n")
    assert untrue_words(path) == []
