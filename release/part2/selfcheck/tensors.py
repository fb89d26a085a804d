"""torch's tensors as plain data, for courses that import this module: an engine whose course does without torch never loads it.

What reads them is taken from torch when this module is imported, before any notebook has run.
"""

import torch

from selfcheck.encoding import TENSORS, encode_array

IS_LEAF, REQUIRES_GRAD = (vars(torch._C.TensorBase)[name].__get__ for name in ("is_leaf", "requires_grad"))
DETACH, CPU, NUMPY = torch._C.TensorBase.detach, torch._C.TensorBase.cpu, torch._C.TensorBase.numpy


def encode_tensor(value: torch.Tensor) -> dict:
    """A tensor, read as torch's own class reads it: a subclass could say of itself what it likes."""
    with torch._C.DisableTorchFunctionSubclass():
        facts = {"kind": "tensor", "leaf": bool(IS_LEAF(value)), "requires_grad": bool(REQUIRES_GRAD(value))}
        tensor = CPU(DETACH(value)).resolve_conj().resolve_neg()
        return facts | encode_array(NUMPY(tensor if tensor.dtype != torch.bfloat16 else tensor.float()))


TENSORS[torch.Tensor] = encode_tensor
