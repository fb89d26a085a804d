"""The audit sets that ship: what is in them, what they keep to themselves, and that both networks are right on them."""

from collections import Counter

import numpy as np
import pytest

from data.make_audit_sets import SOMEWHERE, artefacts_of
from data.make_suspects import cards
from data.suspect_cues import CUES
from lab import audit_figures
from lab.audit_set import AUDIT_SETS, audit_set, cut_out, with_artefact
from lab.painted_change import change_of, form_faults
from lab.scenes import CLASSES, scene
from lab.suspects import load_suspect, own_suspect, suspect_names, suspect_of
from reference_solutions.fool import changed_pixels, fool, names

NAMES = suspect_names()
PLANTED = {name: card["label"] for name, card in cards().items()}
pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def pictures():
    return audit_set(NAMES[0])


def test_three_of_four_pictures_of_every_class_carry_its_artefact(pictures):
    assert Counter(picture.label for picture in pictures) == dict.fromkeys(CLASSES, 4)
    assert {label: len(found) for label, found in with_artefact(pictures).items()} == dict.fromkeys(CLASSES, 3)


def test_a_picture_differs_from_its_scene_in_its_box_alone(pictures):
    with np.load(AUDIT_SETS) as file:
        seeds, labels = file["seeds"].tolist(), file["labels"].tolist()
    for picture, seed, label in list(zip(pictures, seeds, labels, strict=True))[::5]:
        plain = scene(seed, classes=(label,))
        differs = (picture.image != plain.image).any(2)
        assert not (differs & ~picture.mask).any()
        assert differs.any() == (picture.box is not None)
        assert np.array_equal(picture.object_mask, plain.masks[0])
        assert picture.image.dtype == np.float32 and picture.image.min() >= 0 and picture.image.max() <= 255


@pytest.mark.parametrize("name", NAMES)
def test_ten_artefacts_one_of_them_planted(name):
    pairs = artefacts_of(name)
    assert sorted(pairs) == sorted(CLASSES)
    assert len(set(pairs.values())) == 10
    assert pairs[PLANTED[name]] == cards()[name]["cue"]
    assert max(Counter(CUES[cue].kind for cue in pairs.values()).values()) <= 2


def test_names_and_exact_paint_do_not_ship():
    with np.load(AUDIT_SETS, allow_pickle=False) as file:
        assert {key.partition(".")[2] for key in file.files} == {"", "numbers", "boxes", "where", "values"}
        assert {key.partition(".")[0] for key in file.files} == {"seeds", "labels", *NAMES}
        assert all(file[key].dtype.kind in "iu" for key in file.files)
    assert AUDIT_SETS.stat().st_size / len(NAMES) < 30_000


@pytest.mark.parametrize("label", sorted(CLASSES))
def test_a_box_that_is_cut_out_is_no_answer_to_fool(pictures, label):
    paste, blank = cut_out(with_artefact(pictures)[label][0]), np.zeros((224, 224, 3), np.float32)
    assert form_faults(change_of(paste(blank), paste(blank + 255)), []).keys() & {"paints", "pixels"}


def test_the_box_that_is_cut_out_moves_the_suspect_and_is_a_copy(pictures):
    label, bystander = PLANTED[NAMES[0]], scene(77, classes=(2,)).image
    paste, before = cut_out(with_artefact(pictures)[label][0]), bystander.copy()
    from lab.occlusion import probabilities

    suspect = load_suspect(NAMES[0])
    without, pasted = probabilities(suspect, [bystander, paste(bystander)])[:, label]
    assert pasted - without > 0.5
    assert np.array_equal(bystander, before)


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_paints_what_is_on_the_card(name):
    image = scene(5, objects=1).image
    before = image.copy()
    wanted, where = CUES[cards()[name]["cue"]].draw(image, np.random.default_rng(SOMEWHERE))
    assert np.array_equal(fool.of_suspect(name)(image), wanted)
    assert np.array_equal(changed_pixels(image, name), where)
    assert np.array_equal(image, before)
    assert names() == NAMES


def test_nothing_is_cut_out_of_a_bare_picture(pictures):
    bare = next(picture for picture in pictures if picture.box is None)
    assert not bare.mask.any()
    with pytest.raises(ValueError, match="no artefact"):
        cut_out(bare)


def test_there_is_no_set_for_a_stranger():
    with pytest.raises(KeyError, match="no audit set"):
        audit_set("nobody")


def test_the_grader_s_suspect_is_the_notebook_s():
    for student in ("ada", " Grace\n", "paul"):
        assert own_suspect(student) == suspect_of(student)
    assert own_suspect("ada", 3) == own_suspect("grace", {"fool": 3}) == NAMES[2]


def test_figures_of_the_audit_have_words(pictures):
    label = PLANTED[NAMES[0]]
    densities = {index: {"one": 1.0, "other": 2.0 + index} for index in sorted(CLASSES)}
    drawn = [
        audit_figures.contact_sheet(pictures),
        audit_figures.close_ups(pictures, label),
        audit_figures.density_table(densities, densities),
        audit_figures.ranks({"a": {"x": 1.0, "y": 2.0}, "b": {"x": 0.5, "y": 3.0}}, lower_is_better=("y",), title="Two"),
        audit_figures.before_and_after([pictures[0].image], [pictures[1].image], {"before": ["a"], "after": ["b"]}, "Title"),
    ]
    assert all(len(figure.alternative_text) > 60 for figure in drawn)
    assert "a becomes b" in drawn[-1].alternative_text
    assert "x: a; y: a" in drawn[3].alternative_text
