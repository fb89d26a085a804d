"""autograder doctor: what this machine, or a cluster's workers, lack to run submitted code; whether the course fits."""

import argparse
import re
from typing import TYPE_CHECKING

from autograder.commands.options import address

if TYPE_CHECKING:
    from autograder.sandbox.selftest import TestResult

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
        findings = [*examine(options.device), *course_fits()]
    print(format_test_results(findings))
    return 0 if healthy(findings) else 1


def course_fits() -> list["TestResult"]:
    """What the course in use asks of this engine, and which names it has that the next release of the engine will not know.

    A course in a format that this engine does not read has been refused before any command began.
    """
    from autograder.commands.parser import engine_version
    from autograder.course_toml import course_format
    from autograder.layout import course_root
    from autograder.old_names import RENAMED
    from autograder.sandbox.selftest import TestResult

    root, engine = course_root(), engine_version()
    results = [TestResult(f"the course is written in format {course_format(root)}, which this engine ({engine}) reads", True)]
    configuration = root / "nbgrader_config.py"
    text = configuration.read_text(encoding="utf-8") if configuration.is_file() else ""
    old = {name: new for name, new in RENAMED.items() if re.search(rf"\b{re.escape(name)}(?!\w)", text)}
    for name, new in old.items():
        what, found = f"{configuration.name} names what this engine has", f"{name} works for this release only"
        results.append(TestResult(what, False, found, f"write {new}", must=False))
    return results
