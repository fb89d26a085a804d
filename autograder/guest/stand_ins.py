"""Replacements in a forked kernel for what its sandbox does not allow, so that ordinary code runs all the same."""

import os
import socket
import sys


class PipeEnd:
    """One end of a pipe, with the methods of a socket that asyncio's event loop uses to wake itself."""

    def __init__(self, number: int):
        self.number = number

    def fileno(self) -> int:
        return self.number

    def setblocking(self, flag: bool) -> None:
        os.set_blocking(self.number, flag)

    def send(self, data: bytes) -> int:
        return os.write(self.number, data)

    def recv(self, size: int) -> bytes:
        return os.read(self.number, size)

    def close(self) -> None:
        if self.number >= 0:
            os.close(self.number)
        self.number = -1


def pipe_pair(*_: object) -> tuple[PipeEnd, PipeEnd]:
    """Makes a pipe in place of a socket pair, whose buffers no limit counts."""
    read, write = os.pipe()
    return PipeEnd(read), PipeEnd(write)


def replace_sockets() -> None:
    """Makes asyncio run without sockets, and torch's data loaders, where torch is loaded, without workers, which need them."""
    socket.socketpair = pipe_pair  # type: ignore[assignment]
    if "torch" not in sys.modules:
        return
    from torch.utils.data import DataLoader

    given = DataLoader.__init__

    def without_workers(self, *positional, **named):  # type: ignore[no-untyped-def]
        if named.get("num_workers"):
            named |= {"num_workers": 0, "prefetch_factor": None, "persistent_workers": False, "timeout": 0}
        given(self, *positional, **named)

    DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def forget_missing_fonts() -> None:
    """Removes fonts whose files are gone from matplotlib's list, so that it does not choose one."""
    from matplotlib.font_manager import fontManager

    for fonts in (fontManager.ttflist, fontManager.afmlist):
        fonts[:] = [font for font in fonts if os.path.exists(font.fname)]
