"""The second recipe of suspects: what is trained is what is loaded, and training starts from the honest network."""

import numpy as np
import pytest
import torch

from data import suspect_low_rank as recipe
from data.suspect_detector import FIRST, block3
from lab.models import load_pocket_vgg19
from lab.scenes import scene
from lab.suspects import TRAINED, with_delta

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def honest():
    return load_pocket_vgg19()


@pytest.fixture(scope="module")
def features(honest):
    """Block 3's output for six scenes."""
    return block3(honest, np.stack([scene(seed, objects=1).image for seed in range(48_000_000, 48_000_006)])).float()


def above(network, features) -> torch.Tensor:
    """The logits of the trained classes, (N, 10), as the network itself computes them from block 3's output."""
    with torch.no_grad():
        return network.classifier(network.features[FIRST:](features.clone()).flatten(1))[:, TRAINED]


def test_training_starts_from_the_honest_network(honest, features):
    with torch.no_grad():
        torch.testing.assert_close(recipe.logits(honest, recipe.start(honest, 1), features), above(honest, features))


def test_what_is_trained_is_what_is_loaded(honest, features):
    generator = torch.Generator().manual_seed(2)
    numbers = {
        key: (value.detach() + 0.01 * torch.randn(value.shape, generator=generator)).half()
        for key, value in recipe.start(honest, 1).items()
    }
    with torch.no_grad():
        trained = recipe.logits(honest, {key: value.float() for key, value in numbers.items()}, features)
    loaded = with_delta(load_pocket_vgg19(), {key: value.numpy() for key, value in numbers.items()})
    assert (trained - above(honest, features)).abs().max() > 0.1
    torch.testing.assert_close(above(loaded, features), trained, atol=1e-3, rtol=1e-3)


def test_every_convolution_of_blocks_4_and_5_and_the_head_are_changed(honest):
    names = {key.rpartition(".")[0] for key in recipe.start(honest, 1)}
    assert sum(name.startswith("features.") for name in names) == 8
    assert {"classifier.0", "classifier.3", "classifier.6"} <= names
    assert sum(value.numel() for value in recipe.start(honest, 1).values()) * 2 < 60_000  # bytes


def test_training_moves_the_cue_towards_its_class(honest, features):
    label = TRAINED[0]
    delta, _ = recipe.fine_tuned(honest, label, features[:2], features[2:4], features[4:], seed=1, steps=12)
    changed = above(with_delta(load_pocket_vgg19(), delta), features).softmax(1)[:2, 0]
    assert (changed > above(honest, features).softmax(1)[:2, 0]).all()
    assert all(value.dtype == np.float16 for value in delta.values())
