"""What one box can tell another, in bits: each attempt is made between two kernels without a box, too, where it must succeed.

A file in channels/ has `send(bits)` and `receive(count)`, and may have `listen(count)`, which the receiver calls before
anything is sent. "While:" in its docstring says that both live at once; otherwise the sender is gone before the other comes.
"""

import json
import math
import os
import random
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.fork_server_process import ForkedKernel, ForkServerProcess
from autograder.sandbox.kernel import KernelDied

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}"),
]
CHANNELS = sorted((Path(__file__).parent / "channels").glob("*.py"))
# others of this machine speak in them, too
LOUD = {"free_memory", "files_in_memory", *(f"pages_by_{way}" for way in ("faults", "mincore", "nowait", "time"))}
LEFT = {"numbers_of_pipes"}  # cannot be closed, says docs/threat-model.md; how much comes through depends on the processors
BITS, ROUNDS = 32, 4
ENOUGH = 32  # bits that a measurement rests on at least: some channels pass four a round
TRIES = 8  # without a box: what all processes of a machine share is loud while others work
MEMORY, STEADY = 360 << 20, 60 << 20  # bytes: as many as the channel takes as a rule; half a step of its
CARRIES = 0.5  # bits a bit: of 32 guesses, 29 are right (or 29 wrong) twice in a million times
BY_CHANCE = 0.11  # bits a bit: what 128 guesses may look like, once in a hundred thousand times
PRELUDE = """
import os, time, torch
MARK, START, STRIDE = {mark!r}, 1 << 20, 1 << 16
def everything():
    loaded = ""  # by anybody: what a process has mapped stays in memory whatever others do
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            loaded += open(f"/proc/{{process}}/maps").read()
        except OSError:
            pass
    for folder, _, names in os.walk(os.path.dirname(os.path.dirname(torch.__file__))):
        paths = [os.path.join(folder, name) for name in sorted(names)]
        yield from (path for path in paths if path not in loaded and not os.path.islink(path))
def big_file():
    global found
    if "found" not in globals():
        found = max(everything(), key=os.path.getsize)
    return found
def files():
    return [path for _, path in zip(range(64), everything())]
"""


@pytest.fixture(scope="module")
def boxes() -> Iterator[tuple[ForkServerProcess, ForkServerProcess]]:
    pair = ForkServerProcess(), ForkServerProcess()
    yield pair
    for each in pair:
        each.close()


@pytest.fixture(scope="module")
def plain() -> Iterator[ForkServerProcess]:
    fork_server = ForkServerProcess(sandboxed=False)
    yield fork_server
    fork_server.close()
    for folder in ("/dev/shm", "/tmp"):
        for left in Path(folder).glob("mark????????-*"):
            left.unlink()


def capacity(channel: Path, sender: ForkServerProcess, receiver: ForkServerProcess, rounds: int = ROUNDS) -> float:
    """Bits that come through for each that is sent."""
    right = total = turn = 0
    while turn < rounds or total < ENOUGH:
        sent = random.Random(f"{channel.stem}{turn}").sample(
            [0, 1] * (BITS // 2), BITS
        )  # as many of each: always to say 1 is no gain
        got = passed_on(channel, sent, sender, receiver)
        total += len(got) or BITS
        right += sum(map(int.__eq__, sent, got)) if got else BITS // 2
        turn += 1
    return information(right / total)


def information(share: float) -> float:
    """What a bit tells that is right so often."""
    return 1.0 if share in (0, 1) else 1 + share * math.log2(share) + (1 - share) * math.log2(1 - share)


def passed_on(channel: Path, bits: list[int], sender: ForkServerProcess, receiver: ForkServerProcess) -> list[int]:
    """What the receiver makes of it; nothing, where it gets an error."""
    source = PRELUDE.format(mark=f"mark{secrets.token_hex(4)}") + channel.read_text()
    both = "While:" in source or "def listen" in source
    reader = started(receiver, source) if both else None
    try:
        if reader and "def listen" in source:
            said(reader, f"listen({BITS})")
        writer = started(sender, source)
        said(writer, f"send({bits})")
        if not both:
            writer.stop()
        reader = reader or started(receiver, source)
        answer = said(reader, f"import json\nprint(json.dumps([int(bool(bit)) for bit in receive({BITS})]))")
        writer.stop()
    finally:
        if reader:
            reader.stop()
    try:
        return json.loads(answer)
    except ValueError:
        return []


def started(fork_server: ForkServerProcess, source: str) -> ForkedKernel:
    kernel = ForkedKernel(fork_server, {}, None if fork_server.sandboxed else Path(tempfile.gettempdir()))
    said(kernel, source)
    return kernel


def said(kernel: ForkedKernel, source: str) -> str:
    try:
        return "".join(output.get("text", "") for output in kernel.execute(source, 60))
    except KernelDied:
        return ""


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.stem)
def test_without_a_sandbox_it_carries(channel, plain):
    if channel.stem in LOUD and "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("the other workers of these tests use the same memory and files, which drowns it: run this file alone")
    if channel.stem == "free_memory" and (moved := free_memory_that_moves()) > STEADY:  # asked first: its tries take two minutes
        pytest.skip(f"the free memory of this machine moves by {moved >> 20} MB by itself, which drowns it")
    if not any(capacity(channel, plain, plain, rounds=1) > CARRIES for _ in range(TRIES)):
        if channel.stem in LOUD and not any(heard_by_itself(channel, plain) > CARRIES for _ in range(TRIES)):
            pytest.skip("at this moment one process of this machine does not even hear itself in it: others drown it")
        pytest.fail("nothing comes through: this channel shows nothing of a sandbox either")


def heard_by_itself(channel: Path, plain: ForkServerProcess) -> float:
    """Bits that come through for each that a process sends to itself, where nothing can stand between."""
    source = PRELUDE.format(mark=f"mark{secrets.token_hex(4)}") + channel.read_text()
    sent = random.Random(channel.stem).sample([0, 1] * (BITS // 2), BITS)
    kernel = started(plain, source)
    try:
        if "def listen" in source:
            said(kernel, f"listen({BITS})")
        answer = said(kernel, f"import json\nsend({sent})\nprint(json.dumps([int(bool(bit)) for bit in receive({BITS})]))")
    finally:
        kernel.stop()
    got = json.loads(answer) if answer.startswith("[") else []
    return information(sum(map(int.__eq__, sent, got)) / len(got)) if got else 0.0


def free_memory_that_moves() -> int:
    """By how many bytes the machine's free memory differs after some was taken and given back; virtual machines keep it."""
    before = free_memory()
    taken = bytearray(b"x") * MEMORY  # written to, so that it is really there
    del taken
    return abs(free_memory() - before)


def free_memory() -> int:
    words = Path("/proc/meminfo").read_text(encoding="utf-8").split()
    return int(words[words.index("MemFree:") + 1]) << 10


@pytest.mark.parametrize("who", ["forks of one process", "of two"])
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.stem)
def test_between_sandboxes_it_carries_nothing(channel, who, boxes):
    carried = capacity(channel, boxes[0], boxes[0 if "one" in who else 1])
    print(f"\n{channel.stem}, {who}: {carried:.3f} bits for each that is sent")
    assert channel.stem in LEFT or carried < BY_CHANCE
