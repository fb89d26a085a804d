"""What the workers of a Dask cluster lack to judge as this machine would."""

from contextlib import suppress

from autograder.sandbox.selftest import TestResult
from autograder.workers.dask_pool import at, equip, inspection, lacking


def of_cluster(address: str, device: str = "cpu") -> list[TestResult]:
    """What the workers of a Dask cluster lack, worker by worker.

    Args:
        device: what they are to ask functions on, "cpu" or "cuda".
    Raises:
        OSError: no scheduler answers, or it has no worker.
    """
    fix = "make its environment from the same constraints.txt, and install bubblewrap there"
    fix += "; without a card, grade with --device cpu" if device == "cuda" else ""
    return [
        TestResult(f"worker {worker} can judge", not lacks, "; ".join(lacks), fix if lacks else "")
        for worker, lacks in survey(address, device).items()
    ]


def survey(address: str, device: str = "cpu") -> dict[str, list[str]]:
    """Worker -> what it lacks to judge as this machine would; the course's code is put onto those that do not have it.

    Raises:
        OSError: no scheduler answers, or it has no worker.
    """
    with at(address) as client:
        with suppress(RuntimeError):  # it is found again below, worker by worker
            equip(client, device)
        return {worker: lacking(said, worker) for worker, said in client.run(inspection(device, trying=True)).items()}
