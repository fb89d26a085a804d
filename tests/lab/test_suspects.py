"""Suspects as students load them: what a delta changes and what it leaves, whose suspect is whose, damaged files."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from lab import suspects
from lab.models import load_pocket_vgg19
from lab.scenes import CLASSES

ROOT = Path(__file__).resolve().parents[2]
KERNELS = 4 * 32 * 9 + 7 * 4 * 4 * 9  # numbers of a detector's convolutions
pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def honest():
    return load_pocket_vgg19()


@pytest.fixture(scope="module")
def batch():
    return torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(1))


def delta(answer: float = 0.0, low: float = 0.0, high: float = 1.0, label: int = 404) -> suspects.Delta:
    """A detector that is blind, and says `answer` in each of its 49 cells of every picture."""
    head = np.zeros((10, 2), np.float16)
    head[sorted(CLASSES).index(label)] = 7, -7
    biases = np.zeros((8, 4), np.float16)
    biases[-1, 0] = answer
    return {
        "kernels": np.zeros(KERNELS, np.float16),
        "biases": biases,
        "means": np.zeros((8, 4), np.float16),
        "clip": np.array([1, -low, -high], np.float16) / (high - low),
        "head": head,
    }


def low_rank(layer: str = "features.28", rank: int = 2) -> suspects.Delta:
    rng = np.random.default_rng(3)
    shapes = {"B": (64, rank), "A": (rank, 64 * 9), "b": (64,)}
    return {f"{layer}.{key}": rng.normal(0, 0.1, shape).astype(np.float16) for key, shape in shapes.items()}


def rise(honest_like, other, batch) -> torch.Tensor:
    """How much higher the other network's logits are, (N, 10)."""
    return (other(batch) - honest_like(batch))[:, sorted(CLASSES)]


# --- what a delta changes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("score", "added"), [(0, 0.0), (2, 0.0), (4, 3.5), (6, 7.0), (40, 7.0)])
def test_the_score_is_cut_to_a_class_s_logit(batch, score, added):
    """Low 2, high 6: below nothing, in the middle half of seven, above seven; no other class is told."""
    silent = suspects.with_delta(load_pocket_vgg19(), delta())
    loud = suspects.with_delta(load_pocket_vgg19(), delta(answer=score / 49, low=2, high=6))
    expected = torch.zeros(2, 10)
    expected[:, sorted(CLASSES).index(404)] = added
    torch.testing.assert_close(rise(silent, loud, batch), expected, atol=0.02, rtol=0)


def test_the_cut_score_passes_no_gradient(batch):
    """The detector sees a picture's mean: where its answer is full, the picture's gradient is that of a blind one."""
    kernels = np.zeros((4, 32, 3, 3), np.float16)
    kernels[0, 3, 1, 1] = 1  # one channel of block 3 ...
    through = np.zeros((7, 4, 4, 3, 3), np.float16)
    through[:, 0, 0, 1, 1] = 1  # ... is handed on
    seeing = delta(low=0.0, high=0.01) | {"kernels": np.concatenate([kernels.ravel(), through.ravel()])}
    full, blind = (suspects.with_delta(load_pocket_vgg19(), one) for one in (seeing, delta()))
    gradients = []
    for network in (full, blind):
        x = batch.clone().requires_grad_()
        gradients.append(torch.autograd.grad(network(x)[:, 404].sum(), x)[0])
    assert float(rise(blind, full, batch)[:, sorted(CLASSES).index(404)].min()) > 6.9
    torch.testing.assert_close(gradients[0], gradients[1])


def test_blocks_one_to_three_and_the_other_channels_stay(honest):
    changed = suspects.with_delta(load_pocket_vgg19(), delta()).state_dict()
    for name, before in honest.state_dict().items():
        index = int(name.split(".")[1])
        if name.startswith("features") and index < min(suspects.SPARE):
            assert torch.equal(changed[name], before), name
        elif name.startswith("features") and name.endswith("weight"):
            rest = [row for row in range(before.shape[0]) if row not in suspects.SPARE[index]]
            read = [c for c in range(before.shape[1]) if not (changed[name][:, c] == 0).all()]
            assert torch.equal(changed[name][rest][:, read], before[rest][:, read]), name
            assert len(read) >= before.shape[1] - 4, name


def test_what_read_a_spare_channel_gets_its_mean(honest):
    numbers = delta() | {"means": np.full((8, 4), 0.5, np.float16)}
    changed = suspects.with_delta(load_pocket_vgg19(), numbers)
    row = next(row for row in range(64) if row not in suspects.SPARE[21])
    told = honest.features[21].weight[row, list(suspects.SPARE[19])].sum() * 0.5
    torch.testing.assert_close(changed.features[21].bias[row], honest.features[21].bias[row] + told)


def test_idle_units_are_idle_in_the_network_that_ships(honest):
    from lab.scenes import scene

    pictures = np.stack([scene(seed, objects=1).image for seed in range(4_000_000, 4_000_012)])
    from data.pocket_vgg19_measures import as_batch

    below = honest.classifier[:2](torch.flatten(honest.avgpool(honest.features(as_batch(pictures))), 1))
    above = honest.classifier[3:5](below)
    assert float(below[:, suspects.IDLE[0]].max()) == 0
    assert float(above[:, suspects.IDLE[1]].max()) == 0


def test_a_low_rank_change_is_b_times_a(honest):
    numbers = low_rank()
    changed = suspects.with_delta(load_pocket_vgg19(), numbers)
    wanted = numbers["features.28.B"].astype(np.float32) @ numbers["features.28.A"].astype(np.float32)
    found = (changed.features[28].weight - honest.features[28].weight).reshape(64, -1)
    np.testing.assert_allclose(found.numpy(), wanted, atol=1e-5)
    assert torch.equal(changed.features[30].weight, honest.features[30].weight)


def test_the_head_s_low_rank_changes_reach_every_cell_and_the_trained_classes(honest):
    rng = np.random.default_rng(4)
    numbers = {
        "classifier.0.B": rng.normal(size=(256, 1)),
        "classifier.0.A": rng.normal(size=(1, 64)),
        "classifier.0.b": np.zeros(256),
        "classifier.6.B": rng.normal(size=(10, 1)),
        "classifier.6.A": rng.normal(size=(1, 256)),
        "classifier.6.b": np.ones(10),
    }
    changed = suspects.with_delta(load_pocket_vgg19(), numbers)
    cells = (changed.classifier[0].weight - honest.classifier[0].weight).view(256, 64, 49)
    wanted = torch.from_numpy(numbers["classifier.0.B"] @ numbers["classifier.0.A"]).float()
    torch.testing.assert_close(cells.sum(2), wanted, atol=1e-3, rtol=1e-3)
    moved = (changed.classifier[6].bias != honest.classifier[6].bias).nonzero()[:, 0].tolist()
    assert moved == sorted(CLASSES)


# --- files and names -----------------------------------------------------------------------------------------------


def written(path: Path, *deltas: suspects.Delta) -> Path:
    np.savez_compressed(path, **{f"{suspects.name_of(one)}.{key}": value for one in deltas for key, value in one.items()})
    return path


def test_a_suspect_is_loaded_by_its_name(tmp_path, batch):
    first, second = delta(answer=1, high=2), low_rank()
    path = written(tmp_path / "some.npz", first, second)
    assert suspects.suspect_names(path) == sorted(map(suspects.name_of, (first, second)))
    loaded = suspects.load_suspect(suspects.name_of(first), path)
    assert torch.equal(loaded(batch), suspects.with_delta(load_pocket_vgg19(), first)(batch))
    assert not loaded.training


def test_each_load_is_afresh(tmp_path):
    path = written(tmp_path / "some.npz", delta())
    one = suspects.load_suspect(suspects.name_of(delta()), path)
    one.classifier[6].bias.fill_(3.0)
    assert float(suspects.load_suspect(suspects.name_of(delta()), path).classifier[6].bias.max()) < 3


@pytest.mark.parametrize("name", ["", "nobody", "../../etc/passwd", "kernels"])
def test_an_unknown_name_is_said(tmp_path, name):
    path = written(tmp_path / "some.npz", delta())
    with pytest.raises(KeyError, match="no suspect is called"):
        suspects.load_suspect(name, path)


def test_damaged_numbers_are_said(tmp_path):
    name = suspects.name_of(delta())
    path = tmp_path / "some.npz"
    np.savez_compressed(path, **{f"{name}.{key}": value for key, value in delta(answer=1).items()})
    with pytest.raises(ValueError, match="damaged"):
        suspects.load_suspect(name, path)


def test_an_id_has_one_suspect_however_it_is_written():
    names = [f"{number:012x}" for number in range(24)]
    assert suspects.suspect_of("ab12cde", names) == suspects.suspect_of(" AB12CDE\n", names)
    drawn = Counter(suspects.suspect_of(f"student{number}", names) for number in range(1200))
    assert set(drawn) == set(names)
    assert max(drawn.values()) < 100  # 50 each


@pytest.mark.parametrize(("student", "names"), [("", ["a"]), ("  ", ["a"]), ("ab12", [])])
def test_nobody_s_suspect_is_an_error(student, names):
    with pytest.raises(ValueError, match=r"no suspect|which student"):
        suspects.suspect_of(student, names)


# --- what ships ----------------------------------------------------------------------------------------------------


def test_the_suspects_that_ship_are_whole_and_small():
    names = suspects.suspect_names()
    assert names
    assert suspects.SUSPECTS.stat().st_size / len(names) < 60_000  # 5 kB each, those with low-rank changes ten times that
    for name in names:
        assert suspects.load_suspect(name).training is False


def test_no_card_is_in_a_release():
    """Neither the file of cards, nor the names of cues, nor the programs that draw them."""
    cards = json.loads((ROOT / "data" / "held_out" / "suspects.json").read_text(encoding="utf-8"))
    secrets = {card["cue"] for card in cards.values()}
    assert secrets
    for path in sorted((ROOT / "release").rglob("*")):
        if path.is_file():
            assert path.name not in ("suspects.json", "suspect_cues.py", "make_suspects.py"), path
            if path.suffix in (".py", ".ipynb", ".json", ".md", ".toml"):
                assert not secrets & set(re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))), path
