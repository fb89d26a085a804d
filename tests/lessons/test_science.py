"""What part 1's text says about its figures is computed anew, on the network and the pictures that the text is about."""

from functools import cache

import numpy as np
import pytest
import torch

from lab import doubt
from lab.images import normalise
from lab.map_pairs import cosine, rank_correlation
from lab.models import frozen, load_pocket_vgg19, vgg19_layout
from lab.scenes import scene
from lab.show import attribution_map, brightest
from lab.world import drawn
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.vgg_hook import VGG

ELEPHANT, SHARK = 386, 2
STEPS = 5  # the fewest that the lesson's count over scenes takes
SCENES = range(20)

network = cache(load_pocket_vgg19)


def probability(image: np.ndarray, label: int) -> float:
    with torch.no_grad():
        return network()(pre_processing(np.float32(image), False)).softmax(1)[0, label].item()


def gradient(label: int, factor: float = 1, of_logit: bool = False) -> np.ndarray:
    """(H, W, 3) of the picture of two classes, its logits multiplied by a factor."""
    batch = pre_processing(drawn().two.image, False).requires_grad_()
    logits = factor * network()(batch)
    score = logits[0, label] if of_logit else logits.softmax(1)[0, label]
    (found,) = torch.autograd.grad(score, batch)
    return found[0].permute(1, 2, 0).numpy()


def saliency(of: np.ndarray) -> np.ndarray:
    return np.abs(of).max(axis=2)


# --- question 3: the numbers shrink, the drawing rescales -----------------------------------------------------------


def test_the_gradient_of_a_confident_network_is_tiny_and_its_map_is_not_black():
    first, last = saliency(gradient(SHARK)), saliency(gradient(SHARK, 256))
    assert 0 < last.max() < 1e-9 < first.max()
    assert (last > 0).mean() > 0.9
    assert rank_correlation(first, last) > 0.6


@cache
def random_network() -> torch.nn.Module:
    """VGG19's layout, narrow, with random weights whose outputs do not die out on the way."""
    torch.manual_seed(0)
    made = frozen(vgg19_layout((4, 4, 8, 8, 8), 16, 10).to_empty(device="cpu"))
    for values in made.parameters():
        values.normal_(0, (2 / max(values[0].numel(), 1)) ** 0.5)
    return made


@pytest.mark.parametrize("asked", [network, random_network], ids=["pocket", "random"])
def test_as_the_probability_goes_to_1_its_gradient_goes_to_0(asked):
    batch = pre_processing(drawn().two.image, False).requires_grad_()
    logits = asked()(batch)
    label = int(logits.argmax())
    margin = (logits[0, label] - logits[0].topk(2).values[1]).item()
    sizes = []
    for gap in (1, 20, 60):  # between the winner's logit and the next one
        score = (gap / margin * logits).softmax(1)[0, label]
        sizes.append(torch.autograd.grad(score, batch, retain_graph=True)[0].abs().max().item())
    assert sizes[0] > 0
    assert sizes[2] < 1e-6 * sizes[0]


@pytest.mark.parametrize("asked", [network, random_network], ids=["pocket", "random"])
def test_what_is_drawn_white_has_little_effect_on_this_scale_and_not_none(asked):
    """Figure 6: less than a twentieth of the scale is as good as white. Moved together by six grey levels, such values count."""
    batch = pre_processing(drawn().two.image, False).requires_grad_()
    logits = asked()(batch)
    label = int(logits[0].argmax())
    (found,) = torch.autograd.grad(logits.softmax(1)[0, label], batch)
    white = found.abs() < brightest(found.abs().numpy()) / 20
    assert white.float().mean() > 0.2
    assert (found[white] != 0).all()
    with torch.no_grad():
        moved = asked()(batch - 0.1 * found.sign() * white)
    assert moved[0, label] < logits[0, label] - 0.1


def test_what_is_drawn_white_is_worth_a_tenth_of_the_probability_together():
    image, found = drawn().two.image, gradient(SHARK)
    white = np.abs(found) < brightest(np.abs(found)) / 20
    assert white.mean() > 0.5
    deviations = 255 * np.array([0.229, 0.224, 0.225])
    moved = image - 0.1 * deviations * np.sign(found) * white
    assert probability(image, SHARK) - probability(moved, SHARK) > 0.08


def test_the_network_says_shark_and_gives_nearly_as_much_to_its_rival():
    image = drawn().two.image
    assert probability(image, SHARK) > probability(image, ELEPHANT) > 0.4


# --- 6.1: two saliency maps that are nearly one ----------------------------------------------------------------------


def test_the_two_saliency_maps_are_nearly_one_with_opposite_signs():
    one, other = gradient(ELEPHANT), gradient(SHARK)
    assert rank_correlation(saliency(one), saliency(other)) > 0.8
    assert cosine(one, other) < -0.8
    assert cosine(gradient(ELEPHANT, of_logit=True), gradient(SHARK, of_logit=True)) > 0


@pytest.mark.parametrize(("label", "number"), [(ELEPHANT, 0), (SHARK, 1)])
def test_the_strongest_saliency_lies_on_neither_object(label, number):
    place = saliency(gradient(label)).argmax()
    assert [bool(mask.flat[place]) for mask in drawn().two.masks] == [False, False]


# --- figures 13 and 14: the frame, and what a channel adds -------------------------------------------------------------


def channels_of(order: str) -> list[np.ndarray]:
    """The three channels (h, w) that speak most for the predicted class, by weight or by contribution."""
    batch = pre_processing(drawn().two.image, False).requires_grad_()
    hooked = VGG(network())
    hooked(batch)[0, SHARK].backward()
    weights = hooked.get_activations_gradient()[0].mean((1, 2))
    seen = hooked.get_activations(batch).detach()[0]
    by = weights if order == "weight" else weights * seen.mean((1, 2))
    return [seen[k].numpy() for k in by.argsort(descending=True)[:3].tolist()]


def in_frame(channel: np.ndarray) -> float:
    """How dense a channel is along the picture's frame: 1 is chance."""
    frame = np.ones(channel.shape, dtype=bool)
    frame[1:-1, 1:-1] = False
    return doubt.density(channel, frame)


def test_by_weight_two_of_three_channels_light_up_along_the_frame():
    assert sum(in_frame(channel) > 2 for channel in channels_of("weight")) == 2
    assert sum(in_frame(channel) > 2 for channel in channels_of("contribution")) == 0


def test_by_contribution_the_channels_lie_on_the_object():
    mask = drawn().two.masks[1][8::16, 8::16]  # at the places of the activation map
    assert all(doubt.density(channel, mask) > 2 for channel in channels_of("contribution"))


# --- figures 17 and 18: saturation and rivalry -------------------------------------------------------------------------


def curve(picture, label: int) -> np.ndarray:
    return np.array([probability(alpha * picture.image, label) for alpha in np.linspace(0, 1, 11)])


def test_one_object_saturates_the_curve_rises_and_stays():
    of_one = curve(drawn().one, ELEPHANT)
    assert of_one[-1] > 0.9
    assert of_one[5:].min() > 0.95 * of_one.max()
    assert of_one[2] < 0.3


def test_of_two_objects_one_falls_again():
    of_shark = curve(drawn().two, SHARK)
    assert of_shark.max() - of_shark[-1] > 0.08
    assert of_shark.argmax() < 6


# --- figure 20: steps enough that noise is what is seen ------------------------------------------------------------------


def test_with_twenty_steps_the_error_of_the_sum_is_small_beside_what_the_noise_does():
    image, generator = drawn().two.image, np.random.default_rng(0)
    noises = [generator.uniform(0, 255, image.shape) for _ in range(2)]
    few, *fine = [integrated_gradients(image, network(), SHARK, noises[0], steps) for steps in (5, 20, 40)]
    other = integrated_gradients(image, network(), SHARK, noises[1], 20)
    promised = probability(image, SHARK) - probability(noises[0], SHARK)
    assert abs(fine[0].sum() - promised) < 0.06 < abs(few.sum() - promised)
    maps = [attribution_map(part) for part in (*fine, other)]
    assert rank_correlation(maps[0], maps[1]) > 0.85 > 0.65 > rank_correlation(maps[0], maps[2])


# --- 6.2: the doubt ----------------------------------------------------------------------------------------------------


@cache
def paths(start: int) -> tuple[list[np.ndarray], list[np.ndarray], list[float]]:
    """Of each scene from a plain grey: its map for one target, that of the old program, and how much of the path drifts."""
    one, old, drift = [], [], []
    for seed in SCENES:
        image = scene(seed, classes=(ELEPHANT,)).image
        ends = [
            torch.tensor(normalise(one_end).transpose(2, 0, 1), dtype=torch.float32) for one_end in (image, 0 * image + start)
        ]
        alphas = (torch.arange(STEPS)[:, None, None, None] + 0.5) / STEPS
        batch = (ends[1] + alphas * (ends[0] - ends[1])).requires_grad_()
        shares = network()(batch).softmax(1)
        winners = shares.argmax(1)
        (of_one,) = torch.autograd.grad(shares[:, ELEPHANT].sum(), batch, retain_graph=True)
        (of_old,) = torch.autograd.grad(shares.gather(1, winners[:, None]).sum(), batch)
        difference = ends[0] - ends[1]
        one.append((difference * of_one.mean(0)).sum(0).abs().numpy())
        old.append((difference * of_old.mean(0)).sum(0).abs().numpy())
        drift.append((winners != ELEPHANT).float().mean().item())
    return one, old, drift


def intervals() -> list[doubt.Interval]:
    """The five comparisons of the lesson."""
    masks = [scene(seed, classes=(ELEPHANT,)).masks[0] for seed in SCENES]
    (from_black, old, _), (from_white, _, _) = paths(0), paths(255)
    found = {
        program: [doubt.densities(values, mask) for values, mask in zip(maps, masks, strict=True)]
        for program, maps in zip(doubt.PROGRAMS, (old, from_black, from_white), strict=True)
    }
    return [doubt.interval(pairs) for pairs in doubt.comparisons(found).values()]


@pytest.mark.slow  # 20 scenes, twice: ten seconds
def test_what_came_out_of_the_paired_test_is_what_the_text_says():
    old_above, one_above, target_above, white_above, white_below = intervals()
    assert old_above.high < 0
    assert one_above.high < 0
    assert abs(target_above.mean) < 0.2
    assert white_above.low < 0 < white_above.high
    assert white_below.low > 0


@pytest.mark.slow
def test_the_target_drifts_on_the_darkest_fifth_in_most_scenes_and_everywhere_in_scene_12():
    drift = paths(0)[2]
    assert np.median(drift) == pytest.approx(0.2)
    assert drift[12] == 1


@pytest.mark.parametrize("asked", [network, random_network], ids=["pocket", "random"])
def test_from_black_a_black_object_gets_exactly_nothing(asked):
    image, _, (mask,) = scene(15, classes=(ELEPHANT,))
    painted = np.where(mask[..., None], 0, image).astype(np.float32)
    found = integrated_gradients(painted, asked(), 1, None, 2)
    assert np.abs(found[mask]).max() == 0 < np.abs(found[~mask]).max()


def test_left_of_the_evening_elephant_the_map_is_as_dense_as_above_it():
    image, _, (mask,) = scene(15, classes=(ELEPHANT,))
    values = attribution_map(integrated_gradients(image, network(), ELEPHANT, None, 10))
    sides = doubt.regions(mask)
    assert doubt.density(values, sides["left"]) > 0.9 * doubt.density(values, sides["above"])


def test_the_interval_is_wide_where_scenes_differ_and_covers_their_mean():
    alike, apart = doubt.interval([1.0] * 20), doubt.interval([-5.0, 7.0] * 10)
    assert (alike.low, alike.high, alike.positive) == (1, 1, 20)
    assert apart.low < apart.mean == 1 < apart.high
    assert apart.high - apart.low > 3


def test_the_old_program_adds_up_to_the_winner_s_change_so_completeness_does_not_find_its_bug():
    """In the evening scene: pieces of one step each, each with the class that its end is taken for."""
    image, steps = scene(15, classes=(ELEPHANT,)).image, 30
    ends = [torch.tensor(normalise(one_end).transpose(2, 0, 1), dtype=torch.float32) for one_end in (image, 0 * image)]
    path = [ends[1] + alpha * (ends[0] - ends[1]) for alpha in np.linspace(0, 1, steps + 1)]
    with torch.no_grad():
        shares = torch.cat([network()(torch.stack(path[k : k + 10]).float()).softmax(1) for k in range(0, steps + 1, 10)])
    winners = shares.argmax(1)
    total = 0.0
    for k in range(0, steps, 10):
        middle = torch.stack([(path[k + j] + path[k + j + 1]) / 2 for j in range(10)]).float().requires_grad_()
        chosen = network()(middle).softmax(1).gather(1, winners[k + 1 : k + 11, None]).sum()
        (found,) = torch.autograd.grad(chosen, middle)
        total += ((ends[0] - ends[1]) / steps * found).sum().item()
    of_winner = (shares[-1].max() - shares[0].max()).item()
    of_elephant = (shares[-1, ELEPHANT] - shares[0, ELEPHANT]).item()
    assert total == pytest.approx(of_winner, abs=0.08)
    assert of_winner == pytest.approx(of_elephant, abs=0.08)
    assert (winners != ELEPHANT).float().mean() > 0.7


# --- the homework ------------------------------------------------------------------------------------------------------


def test_a_clipped_gaussian_baseline_does_not_become_uniform():
    generator, image = np.random.default_rng(0), drawn().others[0].image
    wide = np.clip(image + generator.normal(0, 5000, image.shape), 0, 255)
    uniform = generator.uniform(0, 255, image.shape)
    at_the_ends = [np.mean((values == 0) | (values == 255)) for values in (wide, uniform)]
    assert at_the_ends[0] > 0.95
    assert at_the_ends[1] < 0.01


def test_a_truncated_gaussian_baseline_whose_values_are_drawn_again_does():
    """The quoted sentence holds where noise outside 0..255 is drawn again instead of clipped."""
    generator, image = np.random.default_rng(0), drawn().others[0].image
    wide = generator.choice(image.ravel(), 2_000_000) + generator.normal(0, 5000, 2_000_000)
    kept = wide[(wide >= 0) & (wide <= 255)]
    parts = np.histogram(kept, bins=5, range=(0, 255))[0] / len(kept)
    assert len(kept) > 20_000
    assert parts == pytest.approx(np.full(5, 0.2), abs=0.01)


def test_the_noise_of_an_average_falls_with_the_square_root_of_the_number():
    spread = [np.random.default_rng(0).uniform(0, 255, (2000, count)).mean(axis=1).std() for count in (1, 4, 16)]
    assert spread[0] / spread[1] == pytest.approx(2, rel=0.1)
    assert spread[1] / spread[2] == pytest.approx(2, rel=0.1)
