"""VGG19 and the pocket VGG19: one layout, frozen, checked on loading, and the second where the first cannot be had."""

import hashlib
import json
import socket
import subprocess
import sys
import warnings
from pathlib import Path
from urllib.error import URLError

import pytest
import torch
from torch import nn
from torchvision.models import vgg19

from lab import models
from lab.models import class_name, frozen, load_pocket_vgg19, load_vgg19, vgg19_layout


@pytest.fixture
def weights_on_disk(tmp_path, monkeypatch):
    """A copy of the pocket weights that a test may damage; nothing is remembered before or after."""
    for name in ("POCKET_WEIGHTS", "POCKET_CARD"):
        original = getattr(models, name)
        copy = tmp_path / original.name
        copy.write_bytes(original.read_bytes())
        monkeypatch.setattr(models, name, copy)
    models.pocket_weights.cache_clear()
    yield tmp_path
    models.pocket_weights.cache_clear()


@pytest.fixture
def no_download(monkeypatch):
    """torchvision's VGG19 as it is without a network."""

    def impossible(**keywords):
        assert "pretrained" not in keywords
        raise URLError("no route to host")

    monkeypatch.delenv("LAB_NETWORK", raising=False)
    monkeypatch.setattr(models, "vgg19", impossible)


# --- the layout ----------------------------------------------------------------------------------------------------


def test_the_layout_is_vgg19s():
    network = vgg19_layout((4, 4, 6, 6, 8), 16, 5)
    assert (len(network.features), len(network.classifier)) == (37, 7)
    assert isinstance(network.features[35], nn.ReLU)
    assert isinstance(network.features[36], nn.MaxPool2d)
    assert sum(isinstance(module, nn.Conv2d) for module in network.features) == 16


def test_in_full_width_the_weights_of_torchvisions_vgg19_fit():
    with torch.device("meta"):
        ours, theirs = vgg19_layout((64, 128, 256, 512, 512), 4096, 1000), vgg19(weights=None)
    shapes = ({name: tensor.shape for name, tensor in network.state_dict().items()} for network in (ours, theirs))
    assert next(shapes) == next(shapes)
    assert [repr(module) for module in ours.features] == [repr(module) for module in theirs.features]
    assert [repr(module) for module in ours.classifier] == [repr(module) for module in theirs.classifier]


def test_a_layout_of_too_few_blocks_is_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        vgg19_layout((4, 4, 6, 6))


def test_the_logits_are_as_many_as_asked_for():
    assert frozen(vgg19_layout((2, 2, 2, 2, 2), 4, 9))(torch.zeros(2, 3, 64, 96)).shape == (2, 9)


# --- the pocket VGG19 ----------------------------------------------------------------------------------------------


def test_the_pocket_network_has_the_layout_and_is_frozen():
    network = load_pocket_vgg19()
    assert (len(network.features), len(network.classifier)) == (37, 7)
    assert isinstance(network.features[36], nn.MaxPool2d)
    assert not any(module.training for module in network.modules())
    assert not any(parameter.requires_grad for parameter in network.parameters())
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float32}
    assert network(torch.zeros(1, 3, 64, 64)).shape == (1, 1000)


def test_every_loading_gives_a_network_of_its_own():
    first, second = load_pocket_vgg19(), load_pocket_vgg19()
    before = {name: tensor.clone() for name, tensor in second.state_dict().items()}
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.fill_(7)
    assert all(torch.equal(tensor, before[name]) for name, tensor in second.state_dict().items())
    assert all(torch.equal(tensor, before[name]) for name, tensor in load_pocket_vgg19().state_dict().items())


def test_loading_leaves_the_random_numbers_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    load_pocket_vgg19()
    assert torch.equal(torch.rand(1), expected)


def test_damaged_weights_are_refused_with_the_file_and_the_mend(weights_on_disk):
    path = weights_on_disk / models.POCKET_WEIGHTS.name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=r"(?s)pocket_vgg19\.pt is damaged.*expected.*Fetch the file again"):
        load_pocket_vgg19()


def test_a_cut_download_is_refused(weights_on_disk):
    path = weights_on_disk / models.POCKET_WEIGHTS.name
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ValueError, match="is damaged"):
        load_pocket_vgg19()


def test_weights_that_run_code_are_not_loaded(weights_on_disk):
    """Even with the right sha256: no pickle of anything but tensors."""

    class Trap:
        def __reduce__(self):
            return (exec, ("raise SystemExit('the trap was sprung')",))

    path = weights_on_disk / models.POCKET_WEIGHTS.name
    torch.save({"features.0.weight": Trap()}, path)
    card = json.loads(models.POCKET_CARD.read_text(encoding="utf-8"))
    card["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    models.POCKET_CARD.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(Exception, match=r"(?i)weights.only"):
        load_pocket_vgg19()


# --- VGG19 itself --------------------------------------------------------------------------------------------------


def test_without_a_download_there_is_one_clear_message_and_the_pocket_network(no_download, capsys):
    network = load_vgg19()
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.count("could not be fetched") == 1
    assert "no route to host" in said.out
    assert "pocket VGG19" in said.out
    assert "To try again: load_vgg19()" in said.out
    assert len(said.out.splitlines()) <= 4
    assert torch.equal(network.features[0].weight, load_pocket_vgg19().features[0].weight)


@pytest.mark.parametrize("error", [TimeoutError("timed out"), RuntimeError("invalid hash value"), OSError(28, "No space left")])
def test_other_failures_of_a_download_end_the_same_way(error, no_download, monkeypatch, capsys):
    def impossible(**keywords):
        raise error

    monkeypatch.setattr(models, "vgg19", impossible)
    assert len(load_vgg19().features) == 37
    assert type(error).__name__ in capsys.readouterr().out


def test_the_sockets_patience_is_given_back(no_download, monkeypatch):
    seen = []

    def impossible(**keywords):
        seen.append(socket.getdefaulttimeout())
        raise URLError("no")

    monkeypatch.setattr(models, "vgg19", impossible)
    before = socket.getdefaulttimeout()
    load_vgg19()
    assert seen == [models.DOWNLOAD_TIMEOUT]
    assert socket.getdefaulttimeout() == before


def test_a_download_gives_torchvisions_network_frozen_without_a_deprecated_argument(monkeypatch):
    asked = {}

    def small_vgg19(**keywords):
        asked.update(keywords)
        return vgg19_layout((2, 2, 2, 2, 2), 4, 1000)

    monkeypatch.delenv("LAB_NETWORK", raising=False)
    monkeypatch.setattr(models, "vgg19", small_vgg19)
    network = load_vgg19()
    assert asked == {"weights": models.VGG19_Weights.IMAGENET1K_V1}
    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())


@pytest.mark.parametrize(("mounted", "torch_home"), [(True, ""), (True, "elsewhere"), (False, "")])
def test_weights_are_kept_on_drive_where_it_is_mounted(mounted, torch_home, tmp_path, no_download, monkeypatch):
    if mounted:
        (tmp_path / "MyDrive").mkdir()
    monkeypatch.setattr(models, "DRIVE", tmp_path / "MyDrive")
    monkeypatch.setattr(torch.hub, "_hub_dir", None)  # what set_dir changes, given back after the test
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / torch_home)) if torch_home else monkeypatch.delenv(
        "TORCH_HOME", raising=False
    )
    load_vgg19()
    on_drive = Path(torch.hub.get_dir()) == tmp_path / "MyDrive" / "torch_hub"
    assert on_drive == (mounted and not torch_home)


def test_torchvision_takes_our_arguments_without_a_warning(monkeypatch):
    """The real `vgg19`, of which only the download is impossible."""

    def impossible(*arguments, **keywords):
        raise URLError("no network in the tests")

    monkeypatch.delenv("LAB_NETWORK", raising=False)
    monkeypatch.setattr("torchvision.models._api.load_state_dict_from_url", impossible)
    with warnings.catch_warnings(), torch.device("meta"):
        warnings.simplefilter("error")
        with pytest.raises(URLError):
            vgg19(weights=models.VGG19_Weights.IMAGENET1K_V1)


def test_the_environment_asks_for_the_pocket_network_at_once(monkeypatch, capsys):
    def never(**keywords):
        raise AssertionError("torchvision was asked")

    monkeypatch.setenv("LAB_NETWORK", "pocket")
    monkeypatch.setattr(models, "vgg19", never)
    assert len(load_vgg19().features) == 37
    assert capsys.readouterr().out == ""


def test_loading_makes_no_warning_in_a_fresh_process():
    code = "from lab.models import load_vgg19; print(len(load_vgg19().features))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env={"LAB_NETWORK": "pocket", "PATH": ""}, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.returncode) == ("37", 0), done.stderr


@pytest.mark.parametrize(
    ("index", "name"), [(386, "African elephant"), (2, "great white shark"), (0, "tench"), (999, "toilet tissue")]
)
def test_classes_have_imagenets_names(index, name):
    assert class_name(index) == name
