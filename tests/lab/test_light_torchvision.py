"""torchvision is loaded without torch's compiler, works as ever, and gets the compiler as soon as it wants it."""

import subprocess
import sys
import textwrap

import pytest


def run(source: str) -> str:
    """What a fresh Python prints."""
    command = [sys.executable, "-c", textwrap.dedent(source)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_no_compiler_is_loaded_and_nothing_is_left_in_its_place():
    assert (
        run("""
        import sys
        import lab.models, torch, torchvision
        print("torch._dynamo" in sys.modules, "torch._dynamo.utils" in sys.modules, "_dynamo" in vars(torch))
    """)
        == "False False False"
    )


def test_what_needs_the_compiler_loads_it():
    assert run("""
        import sys
        import lab.models, torch, torchvision
        from torchvision.ops import roi_align
        pooled = roi_align(torch.ones(1, 1, 8, 8), [torch.tensor([[0.0, 0.0, 4.0, 4.0]])], 2)
        print(tuple(pooled.shape), "torch._dynamo" in sys.modules)
        weight = torch.ones(1, requires_grad=True)
        weight.sum().backward()
        torch.optim.SGD([weight], 0.5).step()
        print(weight.item(), torch._dynamo.__name__, torch.compile(lambda x: x + 1, backend="eager")(torch.ones(1)).item())
        from lab.light_torchvision import is_compile_supported
        print(is_compile_supported("cpu"))
    """).splitlines() == ["(1, 1, 2, 2) False", "0.5 torch._dynamo 2.0", "True"]


@pytest.mark.parametrize("first", ["torchvision", "torch._dynamo"])
def test_whoever_has_loaded_either_keeps_it(first):
    assert (
        run(f"""
        import sys
        import {first}
        before = sys.modules["torch._dynamo"]
        import lab.models
        print(sys.modules["torch._dynamo"] is before, before.__spec__ is not None)
    """)
        == "True True"
    )


def test_a_torchvision_that_wants_more_of_the_compiler_gets_all_of_it(tmp_path):
    package = tmp_path / "torchvision"
    package.mkdir()
    (package / "part.py").write_text("import torch._dynamo\nfound = torch._dynamo.config\n")
    (package / "__init__.py").write_text("from torchvision import part\n")
    assert run(f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        import lab.light_torchvision
        print([name for name in sys.modules if name.startswith(("torchvision", "torch._dynamo"))])
        import torchvision
        print(torchvision.part.found.__name__)
    """).splitlines() == ["[]", "torch._dynamo.config"]
