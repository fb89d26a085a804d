"""The small networks do what their docstrings say: their gradients and attributions are known in closed form."""

import numpy as np
import pytest
import torch

from lab import probes
from lab.images import normalise
from lab.probes import (
    SPAN,
    Drifting,
    Linear,
    Polynomial,
    Small,
    average_factor,
    distinct_directions,
    frozen,
    recording,
    scaled_vgg,
)

SIZE = (5, 7)
BLACK, WHITE = (torch.tensor(normalise(np.full((1, 1, 3), level))[0, 0])[:, None, None] for level in (0, 255))


def pictures(number: int, size: tuple[int, int] = SIZE, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Normalised noise between black and white, (N, 3, H, W)."""
    levels = np.random.default_rng(0).uniform(0, 255, (number, *size, 3))
    return torch.tensor(normalise(levels).transpose(0, 3, 1, 2), dtype=dtype)


def gradient(network: torch.nn.Module, batch: torch.Tensor, target: int, probability: bool = True) -> torch.Tensor:
    batch = batch.clone().requires_grad_()
    scores = network(batch).softmax(1) if probability else network(batch)
    (found,) = torch.autograd.grad(scores[:, target].sum(), batch)
    return found


def test_span_is_wide_enough_for_black_and_white():
    assert max(BLACK.abs().max(), WHITE.abs().max()) < SPAN


def test_weights_lie_between_a_quarter_and_one_with_both_signs():
    weights = probes.weights(3, 4, 100)
    assert weights.dtype == torch.float64
    assert 0.25 <= weights.abs().min() < weights.abs().max() <= 1
    assert 0.3 < (weights > 0).double().mean() < 0.7
    assert torch.equal(weights, probes.weights(3, 4, 100))
    assert not torch.equal(weights, probes.weights(4, 4, 100))


# --- closed forms --------------------------------------------------------------------------------------------------


def test_linears_gradient_is_its_weight_everywhere():
    network = frozen(Linear(1, 4, SIZE))
    found = gradient(network, pictures(3), 2, probability=False)
    torch.testing.assert_close(found, network.weight[2].expand(3, -1, -1, -1), rtol=1e-12, atol=0)


def test_linears_probability_has_the_softmaxs_gradient():
    """d p_c / d x = p_c (w_c - sum_k p_k w_k), written down by hand."""
    network, batch = frozen(Linear(1, 4, SIZE)), pictures(3)
    p = network(batch).softmax(1)
    expected = p[:, 2, None, None, None] * (network.weight[2] - torch.einsum("nk,kchw->nchw", p, network.weight))
    torch.testing.assert_close(gradient(network, batch, 2), expected)


def test_linears_softmax_does_not_saturate():
    network = frozen(Linear(1, 4, (24, 24)))
    for picture in (pictures(4, (24, 24)), BLACK.expand(1, 3, 24, 24), WHITE.expand(1, 3, 24, 24)):
        assert network(picture).abs().max() < 12
        assert network(picture).softmax(1).max() < 0.999


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_polynomials_probability_is_a_half_plus_the_weighted_powers(degree):
    network, batch = frozen(Polynomial(5, degree, SIZE)), pictures(4)
    p = network(batch).softmax(1)
    expected = 0.5 + torch.stack([(network.weight * picture**degree).sum() for picture in batch])
    torch.testing.assert_close(p[:, 1], expected)
    torch.testing.assert_close(p.sum(1), torch.ones(4, dtype=torch.float64))


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_polynomials_probability_stays_within_its_bounds_on_any_picture(degree):
    network = frozen(Polynomial(5, degree, SIZE))
    worst = (network.weight.sign() * SPAN)[None]
    for picture in (worst, -worst, *(c.expand(1, 3, *SIZE) for c in (BLACK, WHITE))):
        assert 0.05 - 1e-9 <= network(picture).softmax(1)[0, 1] <= 0.95 + 1e-9


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize(
    ("alphas", "weights"),
    [([0.1, 0.3, 0.5, 0.7, 0.9], [0.2] * 5), ([0, 0.5, 1], [1 / 6, 4 / 6, 1 / 6]), ([0.2, 0.9], [0.9, 0.4])],
    ids=["midpoint", "Simpson", "a wrong one"],
)
def test_polynomials_attribution_under_any_quadrature_is_its_docstrings_formula(degree, alphas, weights):
    network = frozen(Polynomial(5, degree, SIZE))
    baseline, image = pictures(2)
    delta = image - baseline
    path = torch.stack([baseline + a * delta for a in alphas])
    by_gradients = delta * torch.einsum("k,kchw->chw", torch.tensor(weights, dtype=torch.float64), gradient(network, path, 1))
    powers = sum(w * (baseline + a * delta) ** (degree - 1) for a, w in zip(alphas, weights, strict=True))
    torch.testing.assert_close(by_gradients, delta * network.weight * degree * powers)


def test_driftings_winner_goes_with_the_brightness():
    network = frozen(Drifting(7, SIZE))
    levels = [0, 128, 255]
    greys = torch.stack([torch.tensor(normalise(np.full((*SIZE, 3), float(level)))).permute(2, 0, 1) for level in levels])
    assert network(greys).argmax(1).tolist() == [0, 1, 2]


def test_driftings_winner_changes_on_the_way_from_black():
    network = frozen(Drifting(7, SIZE))
    white = WHITE.expand(3, *SIZE)
    path = torch.stack([BLACK + alpha * (white - BLACK) for alpha in np.linspace(0, 1, 21)])
    winners = network(path).argmax(1).tolist()
    assert winners == sorted(winners)
    assert set(winners) == {0, 1, 2}


def test_driftings_classes_differ_in_their_gradients():
    network, batch = frozen(Drifting(7, SIZE)), pictures(1)
    gradients = [gradient(network, batch, target, probability=False) for target in range(3)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (gradients[one] - gradients[other]).norm() > 0.5 * gradients[one].norm()


# --- every network -------------------------------------------------------------------------------------------------

NETWORKS = {
    "linear": Linear(1, 4, SIZE),
    "small": Small(1, 4),
    "polynomial": Polynomial(1, 3, SIZE),
    "drifting": Drifting(1, SIZE),
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_logits_have_the_dtype_of_the_batch(network, dtype):
    logits = network(pictures(2, dtype=dtype))
    assert logits.dtype == dtype
    assert logits.shape[0] == 2


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_images_of_a_batch_do_not_mix(network):
    batch = pictures(3)
    alone = torch.cat([network(picture[None]) for picture in batch])
    torch.testing.assert_close(network(batch), alone)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_gradients_are_those_of_finite_differences(network):
    batch = pictures(1).requires_grad_()
    assert torch.autograd.gradcheck(lambda x: network(x).softmax(1), batch)


def test_small_takes_images_of_any_size():
    for size in ((2, 2), (9, 33), (24, 24)):
        assert frozen(Small(1, 4))(pictures(1, size)).shape == (1, 4)


def test_scaled_vggs_signals_stay_alive_through_all_the_layers():
    network = scaled_vgg(40, (4, 4, 6, 6, 8), 16, 5)
    batch = pictures(1, (64, 64), torch.float32).requires_grad_()
    activations = network.features[:36](batch)
    assert 0.1 < activations.std() < 100
    logits = network(batch)
    assert 0.1 < logits.std() < 100
    logits[0, 2].backward()
    assert batch.grad.abs().max() > 1e-3


def test_recording_remembers_every_image_and_answers_as_its_network():
    inner = frozen(Small(1, 4))
    (network, shown), batch = recording(inner), pictures(3, dtype=torch.float32).requires_grad_()
    assert torch.equal(network(batch[:2]), inner(batch[:2]))
    network(batch[2:])
    assert torch.equal(torch.stack(shown), batch.double())
    assert not any(seen.requires_grad for seen in shown)


def test_recording_keeps_what_it_was_shown_when_the_student_overwrites_it():
    (network, shown), batch = recording(frozen(Small(1, 4))), pictures(1)
    network(batch)
    before = batch.clone()
    batch.zero_()
    assert torch.equal(shown[0], before[0])


# --- what random baselines are checked with ------------------------------------------------------------------------


def paths(starts: np.ndarray, image: np.ndarray, alphas: np.ndarray) -> np.ndarray:
    """Points on the straight paths to an image, all mixed up, rounded as float32 rounds."""
    points = np.concatenate([start + np.outer(alphas, image - start) for start in starts])
    return np.random.default_rng(1).permutation(points.astype(np.float32).astype(np.float64))


@pytest.mark.parametrize("trials", [1, 2, 5])
@pytest.mark.parametrize("alphas", [np.arange(8) / 8, np.linspace(0, 1, 9), (np.arange(8) + 0.5) / 8, np.arange(1, 9) / 8])
def test_distinct_directions_counts_the_paths(trials, alphas):
    rng = np.random.default_rng(2)
    image, starts = rng.normal(size=105), rng.normal(size=(trials, 105))
    assert len(distinct_directions(paths(starts, image, alphas), image)) == trials


def test_distinct_directions_finds_the_starts_themselves():
    rng = np.random.default_rng(2)
    image, starts = rng.normal(size=105), rng.normal(size=(3, 105))
    found = distinct_directions(paths(starts, image, np.linspace(0, 1, 6)), image)
    assert sorted(start[0] for start in found) == pytest.approx(sorted(starts[:, 0]), abs=1e-6)


def test_the_image_alone_is_no_path():
    image = np.arange(6.0)
    assert distinct_directions(np.stack([image, image + 1e-6]), image) == []
    assert distinct_directions(np.zeros((0, 6)), image) == []


def test_paths_of_opposite_directions_are_two():
    image = np.zeros(4)
    assert len(distinct_directions(np.stack([np.ones(4), -np.ones(4)]), image)) == 2


def test_average_factor_is_one_for_the_average_of_the_paths():
    rng = np.random.default_rng(3)
    gradient_, image, starts = rng.normal(size=(4, 5, 3)), rng.normal(size=(4, 5, 3)), rng.normal(size=(6, 4, 5, 3))
    attribution = np.mean([gradient_ * (image - start) for start in starts], axis=0)
    assert average_factor(attribution, gradient_, image, starts) == pytest.approx((1, 0), abs=1e-12)
    assert average_factor(6 * attribution, gradient_, image, starts)[0] == pytest.approx(6)
    assert average_factor(attribution, gradient_, image, starts[:1])[1] > 0.3
    assert average_factor(np.zeros_like(attribution), gradient_, image, starts) == (0, 0)
