"""Checks whether the workers of a Dask cluster can judge as this machine would."""

from contextlib import suppress

from autograder.sandbox.selftest import TestResult
from autograder.workers.dask_pool import connected, install_course_code
from autograder.workers.worker_report import inspection, lacking


def check_cluster(address: str, device: str = "cpu") -> list[TestResult]:
    """Checks the workers of a Dask cluster, one result for each.

    Args:
        device: what their kernels compute on, "cpu" or "cuda".
    Raises:
        OSError: no scheduler answers, or it has no worker.
    """
    fix = "make its environment from the same constraints.txt, and install bubblewrap there"
    fix += "; without a GPU, grade with --device cpu" if device == "cuda" else ""
    return [
        TestResult(f"worker {worker} can judge", not lacks, "; ".join(lacks), fix if lacks else "")
        for worker, lacks in missing_by_worker(address, device).items()
    ]


def missing_by_worker(address: str, device: str = "cpu") -> dict[str, list[str]]:
    """Lists for each worker what it lacks; the course's code is installed on workers that do not have it.

    Raises:
        OSError: no scheduler answers, or it has no worker.
    """
    with connected(address) as client:
        with suppress(RuntimeError):  # reported below, worker by worker
            install_course_code(client, device)
        return {worker: lacking(report, worker) for worker, report in client.run(inspection(device, trying=True)).items()}
