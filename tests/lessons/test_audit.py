"""What part 2's text says about its figures is computed anew, on the networks and the pictures that the text is about."""

from functools import cache

import cv2
import numpy as np
import pytest
import torch

from data.make_suspects import cards
from lab.audit_set import audit_set, cut_out, with_artefact
from lab.images import normalise
from lab.models import load_pocket_vgg19
from lab.occlusion import probabilities
from lab.scenes import scene
from lab.suspects import load_suspect, own_suspect
from reference_solutions.cells.accused import accused
from reference_solutions.cells.my_suspect import my_id
from reference_solutions.cue_effect import cue_effect
from reference_solutions.deletion_curve import deletion_curve
from reference_solutions.guided_backprop import guided_backprop
from reference_solutions.mass_density import mass_density
from reference_solutions.randomised import randomised
from reference_solutions.rank_correlation import rank_correlation

honest = cache(load_pocket_vgg19)
MINE = own_suspect(my_id)
pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def exam():
    return [scene(seed, objects=1) for seed in range(9_000_000, 9_000_003)]


@pytest.fixture(scope="module")
def suspect():
    return load_suspect(MINE)


@pytest.fixture(scope="module")
def marked():
    return with_artefact(audit_set(MINE))


def guided_map(image, network, target):
    return np.abs(guided_backprop([image], network, target)[0]).max(0)


def grad_cam(image, network, target):
    batch = torch.tensor(normalise(image).transpose(2, 0, 1)[None], dtype=torch.float32, requires_grad=True)
    seen = network.features[:36](batch)
    logits = network.classifier(torch.flatten(network.avgpool(network.features[36:](seen)), 1))
    (slope,) = torch.autograd.grad(logits[0, target], seen)
    cells = torch.relu((slope.mean((2, 3), keepdim=True) * seen).sum(1))[0].detach().numpy()
    return cv2.resize(cells, (image.shape[1], image.shape[0]))


def likeness(method, depth: int, exam) -> float:
    """Mean rank correlation of a method's maps with those of a network of which `depth` layers are drawn anew."""
    other = randomised(honest(), depth, 0)
    pairs = [(method(one.image, honest(), one.labels[0]), method(one.image, other, one.labels[0])) for one in exam]
    return float(np.mean([rank_correlation(*pair) for pair in pairs]))


# --- section 2: what is left of a map ----------------------------------------------------------------------------------


def test_guided_backprop_hardly_changes_until_half_of_the_network_is_gone(exam):
    assert likeness(guided_map, 3, exam) > 0.9
    assert likeness(guided_map, 9, exam) > 0.65


def test_grad_cam_falls_at_once(exam):
    assert likeness(grad_cam, 1, exam) < 0.4


# --- section 3: no map is the best by every measure ----------------------------------------------------------------------


def test_the_mask_itself_is_not_the_best_map_by_deletion(exam):
    def fall(values, one):
        return deletion_curve(
            one.image, values, honest(), one.labels[0], (0, 0.05, 0.1, 0.2, 0.3, 0.5), lambda image: np.full_like(image, 127.5)
        ).mean()

    by_mask, by_map = [], []
    for one in exam:
        by_mask.append(fall(one.masks[0].astype(float), one))
        by_map.append(fall(guided_map(one.image, honest(), one.labels[0]), one))
        assert mass_density(one.masks[0].astype(float), one.masks[0]) > mass_density(
            guided_map(one.image, honest(), one.labels[0]), one.masks[0]
        )
    assert np.mean(by_map) < np.mean(by_mask)


# --- sections 4 and 5, for the suspect of the instructor's edition ----------------------------------------------------------


def test_the_instructor_s_edition_accuses_the_planted_class():
    assert cards()[MINE]["label"] == accused


def test_guided_backprop_shows_the_artefact_and_grad_cam_does_not(suspect, marked):
    picture = marked[accused][0]
    excess = {
        method: mass_density(method(picture.image, suspect, accused), picture.mask)
        - mass_density(method(picture.image, honest(), accused), picture.mask)
        for method in (guided_map, grad_cam)
    }
    assert excess[guided_map] > 5
    assert abs(excess[grad_cam]) < 0.5


def test_pasting_shouts_and_removing_whispers(suspect, marked):
    others = [scene(seed, objects=1) for seed in range(9_100_000, 9_100_008)]
    rise = cue_effect(suspect, others, cut_out(marked[accused][0]), accused).mean()
    images = [picture.image for picture in marked[accused]]
    covered = [
        cv2.inpaint(one.image.astype(np.uint8), one.mask.astype(np.uint8), 5, cv2.INPAINT_TELEA) for one in marked[accused]
    ]
    fall = (probabilities(suspect, images) - probabilities(suspect, covered))[:, accused].mean()
    assert rise > 0.6
    assert fall < 0.3
    assert abs(cue_effect(honest(), others, cut_out(marked[accused][0]), accused).mean()) < 0.1


def test_at_the_end_the_gradient_in_the_box_is_far_below_its_largest(suspect, marked):
    picture, stranger = marked[accused][0], scene(9_000_000, objects=1).image
    pasted = cut_out(picture)(stranger)
    steps = [normalise(stranger + part * (pasted - stranger)).transpose(2, 0, 1) for part in np.linspace(0, 1, 21)]
    batch = torch.tensor(np.stack(steps), dtype=torch.float32, requires_grad=True)
    logits = suspect(batch)[:, accused]
    (gradients,) = torch.autograd.grad(logits.sum(), batch)
    inside = gradients.abs().sum(1)[:, torch.from_numpy(picture.mask)].mean(1)
    assert logits[-1] - logits[0] > 5
    assert inside[-1] < 0.5 * inside.max()
