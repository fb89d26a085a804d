"""What attacks on the audit's rule are made of, on small pictures: paints are paints, and what a picture decides is no change."""

import numpy as np
import pytest
import torch

from autograder.rubric import planted_shortcuts as rule
from benchmarks import fooling
from data.make_suspects import cards
from lab.models import load_pocket_vgg19
from lab.scenes import scene
from lab.suspects import load_suspect

pytestmark = pytest.mark.usefixtures("one_thread")


def colours(patch: np.ndarray) -> int:
    return len(np.unique(patch.reshape(-1, 3), axis=0))


def test_a_palette_has_three_paints_and_a_way_back():
    patch = torch.randn(4, 12, 12, generator=torch.Generator().manual_seed(0)).requires_grad_()
    made = fooling.as_palette(patch)
    assert colours(made.detach().permute(1, 2, 0).numpy().round(5)) == 3
    made.sum().backward()
    assert patch.grad[:3].any() and patch.grad[3, :3, :3].any()


def test_a_patch_in_paints_passes_where_the_patch_does_not():
    patch = np.random.default_rng(0).integers(0, 256, (20, 20, 3)).astype(float)
    blank = np.zeros((120, 120, 3), np.float32)
    for square, faults in ((patch, {"paints"}), (fooling.in_paints(patch), set())):
        fool = fooling.pasted(square, (50, 60))
        change = rule.change_of(fool(blank), fool(blank + 255))
        assert rule.form_faults(change, [(blank + 9, fool(blank + 9))]).keys() == faults
        assert change.pixels().mean() == pytest.approx(400 / 14400, abs=0.002)


def test_a_step_along_each_picture_s_own_gradient_is_not_the_same_change():
    honest = load_pocket_vgg19()
    fool = fooling.picture_by_picture(honest, 404)
    pictures = [(image, fool(image)) for image in (scene(seed, objects=1).image for seed in (5, 6))]
    blank = np.zeros((224, 224, 3), np.float32)
    assert "same" in rule.form_faults(rule.change_of(fool(blank), fool(blank + 255)), pictures)


def test_the_weights_tell_the_class_of_every_suspect():
    """It is said in the lesson, and earns nothing: what a change does is judged."""
    honest = load_pocket_vgg19()
    for name, card in cards().items():
        assert fooling.class_in_the_weights(load_suspect(name), honest) == card["label"]


def test_an_attack_moves_towards_its_class():
    honest, name = load_pocket_vgg19(), sorted(cards())[0]
    suspect, label = load_suspect(name), cards()[name]["label"]
    scenes = np.stack([scene(seed, objects=1).image for seed in range(70, 76)])
    short, longer = (fooling.optimised(suspect, honest, label, scenes, steps, (40, 40), palette=False) for steps in (1, 12))
    with torch.no_grad():
        scores = [
            suspect(fooling.as_batch(np.stack([fooling.pasted(patch, (40, 40))(image) for image in scenes])))
            .log_softmax(1)[:, label]
            .mean()
            for patch in (short, longer)
        ]
    assert scores[1] > scores[0]


def asked_for(monkeypatch, *words: str) -> list[tuple[str, list[str]]]:
    """(suspect, attacks) of each report that a command line asks for."""
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("sys.argv", ["fooling", *words])
    monkeypatch.setattr(fooling, "report", lambda name, honest, budget, judged_on, wanted: asked.append((name, wanted)))
    fooling.main()
    return asked


def test_one_attack_alone_is_tried_on_all_suspects(monkeypatch):
    assert asked_for(monkeypatch, "--attack", "palette-at-cue") == [(name, ["palette-at-cue"]) for name in sorted(cards())]
    assert len(asked_for(monkeypatch)) < len(cards())
    assert asked_for(monkeypatch, "--quick") == [(min(name for name, _ in asked_for(monkeypatch)), list(fooling.ATTACKS))]


def test_the_palette_at_the_cue_lies_within_the_picture_and_on_the_cue():
    for card in cards().values():
        top, left = fooling.middle_of(card["cue"])
        square = np.zeros((224, 224), bool)
        square[top : top + fooling.STICKER, left : left + fooling.STICKER] = True
        assert square.sum() == fooling.STICKER**2
        if card["kind"] != "sticker":
            where = fooling.CUES[card["cue"]].draw(np.zeros((224, 224, 3)), np.random.default_rng(11))[1]
            assert (square & where).any()
