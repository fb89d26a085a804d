"""autograder doctor: what this machine, or a cluster's workers, lack to run submitted code safely."""

import argparse

from autograder.commands.options import address

HELP = "try to break out of this machine's sandbox, and say how to fix what does not hold"
EXAMPLES = (
    ("autograder doctor", "this machine"),
    ("autograder doctor --scheduler tcp://server:8786", "a cluster's workers"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose machine, and what it is to compute on."""
    parser.add_argument(
        "--scheduler", type=address, default="", metavar="ADDRESS", help="examine the workers of this Dask scheduler instead"
    )
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where functions are to be called (cpu)")


def run(options: argparse.Namespace) -> int:
    """Prints what was found; 1 where no submitted code should run."""
    from autograder.sandbox.selftest import examine, format_test_results, healthy

    if options.scheduler:
        from autograder.workers.cluster_check import check_cluster

        findings = check_cluster(options.scheduler, options.device)
    else:
        findings = examine(options.device)
    print(format_test_results(findings))
    return 0 if healthy(findings) else 1
