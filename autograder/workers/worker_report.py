"""What a worker reports of itself, and what it lacks by that report."""

from collections.abc import Callable
from typing import Any

from autograder.grading.provenance import code, requirements


def inspection(device: str, trying: bool = False) -> Callable[[], dict]:
    """Makes the function by which a worker reports its code and versions; empty if it cannot import the course's code.

    Args:
        device: what its kernels compute on.
        trying: also test the sandbox and start kernels, which takes seconds.
    """

    def inspect_worker() -> dict[str, Any]:
        try:
            from autograder.grading.provenance import code, requirements
            from autograder.sandbox.gpu import missing
            from autograder.sandbox.selftest import unmet_requirements
        except ImportError:
            return {}
        return {"code": code(), "versions": requirements(), "lacks": missing(device) + (unmet_requirements() if trying else [])}

    return inspect_worker


def lacking(report: dict[str, Any], worker: str) -> list[str]:
    """Lists the differences between a worker and this machine because of which it would judge differently or not at all."""
    if not report:
        return [f"worker {worker} cannot import the course's code; its environment needs this project's packages, and a nanny"]
    lines = [f"worker {worker} has another {name} than this machine" for name, h in code().items() if report["code"][name] != h]
    for name, version in requirements().items():
        found = report["versions"].get(name)
        if found != version:
            lines.append(f"worker {worker} has {f'{name} {found}' if found else f'no {name}'}, and this machine has {version}")
    return lines + [f"worker {worker}: {line}" for line in report["lacks"]]
