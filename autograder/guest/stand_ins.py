"""What stands in a forked kernel for what its box does not give: the place is not the student's fault."""

import os
import socket


class End:
    """An end of a pipe, with as much of a socket as asyncio's event loop uses to wake itself."""

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


def pair(*_: object) -> tuple[End, End]:
    """A pipe, in the place of two sockets: what the system holds for those nothing counts."""
    read, write = os.pipe()
    return End(read), End(write)


def of_sockets() -> None:
    """An event loop runs without sockets; torch's loaders, whose workers send memory over them, load in the kernel itself."""
    socket.socketpair = pair  # type: ignore[assignment]
    from torch.utils.data import DataLoader

    given = DataLoader.__init__

    def without_workers(self, *positional, **named):  # type: ignore[no-untyped-def]
        if named.get("num_workers"):
            named |= {"num_workers": 0, "prefetch_factor": None, "persistent_workers": False, "timeout": 0}
        given(self, *positional, **named)

    DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def forget_what_is_gone() -> None:
    """matplotlib knows the system's fonts by their files; those that are there no more it is not to choose."""
    from matplotlib.font_manager import fontManager

    for fonts in (fontManager.ttflist, fontManager.afmlist):
        fonts[:] = [font for font in fonts if os.path.exists(font.fname)]
