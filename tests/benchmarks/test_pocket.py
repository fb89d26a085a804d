"""The pocket network's figures: the parts of the program that `make bench` runs on many scenes."""

from benchmarks import pocket
from data.pocket_vgg19_measures import FIXED
from lab.models import load_pocket_vgg19


def test_a_scene_has_the_same_first_class_every_way_and_its_maps_hardly_differ(monkeypatch):
    monkeypatch.setattr(pocket, "FIXED", FIXED[:1])
    header, _, row = (line.strip("| ").split("|") for line in pocket.steadiness(load_pocket_vgg19()).splitlines())
    told = {name.strip(): value.strip() for name, value in zip(header, row, strict=True)}
    assert told["steady"] == "True"
    assert max(float(told["Grad-CAM off"]), float(told["saliency off"])) < 1e-3


def test_its_speed_is_said_to_be_kept_or_missed(monkeypatch):
    for factor, said in ((20.0, "kept"), (10.0, "MISSED")):
        monkeypatch.setattr(pocket, "against_full", lambda _, factor=factor: {"times faster": factor})
        assert pocket.speed(None).endswith(said)
