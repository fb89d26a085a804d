"""A bar that counts how many images a network has been shown, whoever calls it: slow cells say how far they are."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from torch import nn
from tqdm.auto import tqdm


@contextmanager
def progress(network: nn.Module, images: int, what: str) -> Iterator[None]:
    """Shows a bar while the block runs, from the first image on; it ends with the block, also where an error ends it.

    Args:
        network: what is counted are the images that go into it.
        images: how many are expected. Where fewer or more come, the total follows, so that what is done looks done.
        what: the bar's name.
    """
    with ExitStack() as ending:

        @cache
        def bar() -> tqdm:
            return ending.enter_context(tqdm(total=images, desc=what, unit="image"))

        def count(module, batch, logits) -> None:
            ends_at(bar(), max(bar().total, bar().n + len(logits)))
            bar().update(len(logits))

        ending.callback(network.register_forward_hook(count).remove)
        yield
        if bar.cache_info().currsize:  # it has begun
            ends_at(bar(), bar().n)
            bar().refresh()


def ends_at(bar: tqdm, total: int) -> None:
    """Gives a bar another total; what a notebook shows has a total of its own, which tqdm leaves as it was."""
    bar.total = total
    if shown := getattr(bar, "container", None):
        shown.children[1].max = total
