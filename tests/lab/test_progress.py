"""The bar counts images, gives the network back as it was, and never gets in the way."""

import pytest
import torch
from torch import nn

from lab.progress import progress


def test_it_counts_images_whoever_calls(capsys):
    network = nn.Linear(3, 2)
    with progress(network, 5, "maps"):
        network(torch.zeros(4, 3))
        network(torch.zeros(1, 3))
    assert "maps: 100%" in capsys.readouterr().err


def test_the_answer_is_the_networks_own():
    network, batch = nn.Linear(3, 2), torch.ones(4, 3)
    with progress(network, 4, "maps"):
        inside = network(batch)
    assert torch.equal(inside, network(batch))


def test_nothing_is_left_behind_where_an_error_ends_it():
    network = nn.Linear(3, 2)
    with pytest.raises(ZeroDivisionError), progress(network, 5, "maps"):
        raise ZeroDivisionError
    assert not network._forward_hooks


def test_more_images_than_expected_are_no_error():
    network = nn.Linear(3, 2)
    with progress(network, 1, "maps"):
        network(torch.zeros(9, 3))


def test_no_bar_where_no_image_comes(capsys):
    with progress(nn.Linear(3, 2), 5, "maps"):
        pass
    assert capsys.readouterr().err == ""


def test_what_is_done_looks_done_however_many_came(capsys):
    """Half as many, or twice: in the end the total is what came, and no bar is cut off or has a question mark."""
    for expected in (4, 1):
        network = nn.Linear(3, 2)
        with progress(network, expected, "maps"):
            network(torch.zeros(2, 3))
        last = capsys.readouterr().err.replace("\r", "\n").strip().splitlines()[-1]
        assert "100%" in last
        assert "2/2" in last


def test_a_bar_that_an_error_ends_is_not_called_done(capsys):
    network = nn.Linear(3, 2)
    with pytest.raises(RuntimeError), progress(network, 4, "maps"):
        network(network(torch.zeros(2, 3)))  # the first image comes, the second call fails
    assert "100%" not in capsys.readouterr().err


@pytest.mark.parametrize("expected", [1, 9])
def test_in_a_notebook_too_the_bar_is_full_in_the_end(expected, monkeypatch):
    """What a notebook shows has a total of its own."""
    pytest.importorskip("ipywidgets")
    notebook = pytest.importorskip("tqdm.notebook")
    made = []

    class Kept(notebook.tqdm):
        def __init__(self, *arguments, **settings):
            super().__init__(*arguments, display=False, **settings)
            made.append(self)

    monkeypatch.setattr("lab.progress.tqdm", Kept)
    network = nn.Linear(3, 2)
    with progress(network, expected, "maps"):
        network(torch.zeros(4, 3))
    shown = made[0].container.children[1]
    assert (shown.value, shown.max) == (4, 4)
