"""Imports torchvision without torch's compiler, which takes half of the time that loading both takes, and 150 MB.

`torchvision.ops.roi_align` imports `torch._dynamo` for one question, whether a device can compile; torch itself loads that
package when something is compiled, and so it is here. A torchvision that wants more of it at its import is given all of it.
"""

import sys
from contextlib import suppress
from types import ModuleType

import torch

COMPILER = "torch._dynamo"


def is_compile_supported(device_type: str) -> bool:
    """What `torch._dynamo.utils` says; asked when a region of interest is pooled on a GPU, long after the import."""
    from torch._dynamo import utils

    return utils.is_compile_supported(device_type)


def import_torchvision() -> None:
    """Imports torchvision while stand-ins are in the compiler's place; does nothing where either is there already."""
    if "torchvision" in sys.modules or COMPILER in sys.modules:
        return
    package, utils = ModuleType(COMPILER), ModuleType(f"{COMPILER}.utils")
    package.__path__ = []
    utils.is_compile_supported = is_compile_supported  # type: ignore[attr-defined]
    stand_ins = {module.__name__: module for module in (package, utils)}
    sys.modules.update(stand_ins)
    try:
        with suppress(ImportError, AttributeError):
            import torchvision  # noqa: F401
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
        if vars(torch).get("_dynamo") is package:
            del torch._dynamo
    if "torchvision" not in sys.modules:
        for name in [name for name in sys.modules if name.startswith("torchvision.")]:
            del sys.modules[name]  # half imported: whoever imports it now gets all of it


import_torchvision()
