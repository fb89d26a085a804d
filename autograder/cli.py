"""The command `autograder`: one line for each thing that an instructor does. Nobody imports this."""

import argparse
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Runs one command; what the user did wrong is said in one line, without a traceback."""
    parser = arguments()
    options, rest = parser.parse_known_args(argv)
    if rest and options.command is not train_pocket:
        parser.error(f"there is no {' '.join(rest)} here")
    options.rest = rest
    try:
        return options.command(options) or 0
    except (OSError, ValueError, RuntimeError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "\nautograder: stopped. What was graded is in the gradebook; run the same command again to go on.",
            file=sys.stderr,
        )
        return 130


def arguments() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="autograder", description="Build, grade and report on the feature attribution course.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    unsafe = argparse.ArgumentParser(add_help=False)
    unsafe.add_argument("--unsafe", action="store_true", help="where no box can be made, run students' code with all your rights")

    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("assignment", help="for example part1")
    where.add_argument("--course", type=Path, default=Path.cwd(), metavar="DIR", help="the course directory (here)")
    where.add_argument("--again", action="store_true", help="judge also what has not changed since it was graded")
    where.add_argument(
        "--workers", type=int, metavar="N", help="processes that judge (as many as cores; fewer for a small class)"
    )
    where.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, whose workers judge")
    where.add_argument("--memory", default="2GiB", metavar="SIZE", help="of each worker on this machine (2GiB)")
    where.add_argument("--nice", type=int, default=5, metavar="N", help="how far they stand back behind other programs (5)")
    where.add_argument("--device", choices=["cpu", "cuda"], help="what functions are asked on (cpu, or the course's setting)")
    where.add_argument("--minutes", type=float, metavar="N", help="stop then; the same command goes on later")

    def command(name, function, help_text, *parents):
        added = commands.add_parser(name, help=help_text, description=help_text, parents=parents)
        added.set_defaults(command=function)
        return added

    command("build", build, "make fingerprints, source/ and release/ from lessons, lab and references")
    solved = command("solutions", solutions, "make the solved, executed notebooks and their pages in reference_solutions/")
    solved.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="these alone (all)")
    solved.add_argument("--pages", action="store_true", help="do not run what is there: pages and single figures alone")
    grades = command("grade", grade, "grade all that is in submitted/ into the gradebook, and write results.json", where, unsafe)
    grades.add_argument("--json", type=Path, metavar="FILE", help="the results (reports/ASSIGNMENT/results.json)")
    grades.add_argument("--student", metavar="ID", help="grade this one alone")
    grades.add_argument("--dry-run", action="store_true", help="judge, print the table, and write nothing at all")
    command("diff", diff, "whose marks grading again would change, by which check, and why; writes nothing", where, unsafe)
    told = command("report", report, "the class report of what was graded: a page that needs nothing beside it, and a CSV")
    told.add_argument("assignment", help="for example part1")
    told.add_argument("--course", type=Path, default=Path.cwd(), metavar="DIR", help="the course directory (here)")
    told.add_argument("--anonymous", action="store_true", help="number the students, and name none")
    told.add_argument("--output", type=Path, metavar="FILE.html", help="where it goes (reports/ASSIGNMENT/report.html)")
    exports = command("export", export, "an autograder for Gradescope, as a zip to upload", unsafe)
    exports.add_argument("kind", choices=["gradescope"], help="for Canvas and Moodle see `nbgrader export`")
    exports.add_argument("assignment", nargs="?", default="part1", help="for example part1 (part1)")
    exports.add_argument("--output", type=Path, default=Path("autograder.zip"), metavar="FILE.zip", help="(autograder.zip)")
    check = command("check", check_one, "judge one notebook and print the verdicts; no gradebook is touched", unsafe)
    check.add_argument("notebook", type=Path, metavar="FILE.ipynb")
    check.add_argument("--release", type=Path, metavar="DIR", help="the release folder it belongs to (found by itself)")
    about = "train the pocket VGG19 from nothing, 40 minutes on two cores; python -m autograder.audit.train_pocket --help"
    command("train-pocket", train_pocket, about)
    command("demo", demo, "build a course in build/demo, grade a class of samples, print the table", unsafe)
    apart = command(
        "separation", separation, "how far every known mistake lies from the reference and from the others, case by case"
    )
    apart.add_argument("tasks", nargs="*", metavar="TASK", help="these tasks alone (all)")
    apart.add_argument("--pairs", action="store_true", help="every two mistakes, not the nearest ones alone")
    spread = command(
        "parity", parity, "how far right answers lie apart, beside the nearest mistake: the evidence for the tolerances"
    )
    spread.add_argument("--python", action="append", default=[], metavar="PATH", help="an interpreter with another torch")
    spread.add_argument(
        "--write", action="store_true", help="write what was measured to docs/spreads.json and docs/tolerances.md"
    )
    command("validity", validity, "are right answers right, wrong ones caught, and names true: a table of all the samples")
    doctors = command("doctor", doctor, "try what this machine holds of hostile code, and say how to mend what it does not")
    doctors.add_argument("--scheduler", default="", metavar="ADDRESS", help="what the workers of a Dask cluster lack, instead")
    doctors.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="what functions are to be asked on (cpu)")
    return parser


def build(options) -> None:
    from autograder.authoring.build import build as build_all

    build_all()
    print("built data/public/fingerprints.json, source/ and release/")


def solutions(options) -> None:
    from autograder.authoring.build import LESSONS
    from autograder.authoring.solutions import solve

    unknown = [name for name in options.assignments if name not in LESSONS]
    if unknown:
        raise ValueError(f"there is no assignment called {unknown[0]}; there are {', '.join(LESSONS)}")
    for assignment in options.assignments or LESSONS:
        made = solve(assignment, run=not options.pages)
        print(f"{assignment}: {made.page}, {len(made.figures)} figures in {made.figures[0].parent}")


def grade(options) -> int:
    from autograder.gradebook.grading_run import grade as grade_class
    from autograder.reports.class_report import class_table

    course = course_of(options)
    hands = hands_of(options, course)
    graded = grade_class(course, options.assignment, options.json, options.student, options.again, options.dry_run, hands)
    print(class_table(graded.rows))
    for name, notes in graded.notes.items():
        for note in notes:
            print(f"note: {name}: {note}")
    print(f"judged: {len(graded.reasons)}; kept as they were: {len(graded.notes) - len(graded.reasons)}")
    if options.dry_run:
        print("dry run: nothing was written")
    else:
        print("results:", options.json or course.root / "reports" / options.assignment / "results.json")
    return without_grade(graded)


def course_of(options):
    """The course, with what the command lays down for it this time."""
    from autograder.gradebook.nbgrader_course import Course

    course = Course(options.course)
    course.unsafe |= options.unsafe
    course.device = options.device or course.device
    return course


def hands_of(options, course):
    from autograder.workers.pool import WorkerPool

    return WorkerPool(options.workers, options.scheduler, options.memory, options.nice, options.minutes, course.device)


def without_grade(graded) -> int:
    """The exit status, and a line for each student without a grade."""
    for student in graded.not_judged:
        print(f"NOT JUDGED: {student} has no grade; see the message above, mend it and grade again", file=sys.stderr)
    if graded.left:
        print(f"NOT REACHED: {len(graded.left)} students; run the same command again to go on", file=sys.stderr)
    return 1 if graded.not_judged or graded.left else 0


def report(options) -> None:
    from autograder.reports import results
    from autograder.reports.class_report import write_report

    room = options.course / "reports" / options.assignment
    graded = room / "results.json"
    if not graded.is_file():
        raise FileNotFoundError(f"no {graded}; run `autograder grade {options.assignment}` first")
    beside = results.submissions_beside(graded)
    submissions = results.read(beside) if beside.is_file() else {}
    path = options.output or room / ("report_anonymous.html" if options.anonymous else "report.html")
    write_report(results.read(graded), submissions, path, f"Class report: {options.assignment}", options.anonymous)
    print(f"report: {path}\ntable:  {path.with_suffix('.csv')}")


def export(options) -> None:
    from autograder.reports.gradescope import ROOT, write_zip

    write_zip(options.assignment, ROOT / "release" / options.assignment, options.output, options.unsafe)
    print(f"wrote {options.output}: upload it as the assignment's autograder in Gradescope")


def diff(options) -> int:
    from autograder.gradebook.grading_run import grade as grade_class
    from autograder.gradebook.regrade_preview import changes, in_words
    from autograder.gradebook.staleness import marks_of

    course = course_of(options)
    graded = grade_class(course, options.assignment, again=options.again, dry_run=True, hands=hands_of(options, course))
    for line in in_words(graded, changes(graded, marks_of(course, options.assignment))):
        print(line)
    return without_grade(graded)


def check_one(options) -> None:
    from autograder.grading.assessment import grade_file, release_for
    from autograder.judging.verdict import in_words
    from autograder.notebooks.parse import read_file
    from lab.words import printable

    if not options.notebook.is_file():
        raise FileNotFoundError(f"no notebook {options.notebook}")
    graded = grade_file(options.notebook, options.release or release_for(read_file(options.notebook)), unsafe=options.unsafe)
    for verdict in graded.verdicts.values():
        print(in_words(verdict), end="")
    for note in [*graded.repairs, *graded.execution.notes]:
        print(f"note: {printable(note)}")


def train_pocket(options) -> None:
    from autograder.audit.train_pocket import main as train

    train(options.rest)


def demo(options) -> int:
    from autograder.commands.demo import run

    return run(unsafe=options.unsafe)


def separation(options) -> None:
    from autograder.audit.separation import pairs, table
    from lab.tasks import TASKS

    unknown = [task for task in options.tasks if task not in TASKS]
    if unknown:
        raise ValueError(f"there is no task called {unknown[0]}; the tasks are {', '.join(TASKS)}")
    for task in options.tasks or TASKS:
        for line in [*table(task), *(pairs(task) if options.pairs else [])]:
            print(line)


def parity(options) -> None:
    from autograder.audit.tolerances import survey, table, write

    found = survey(options.python)
    for line in table(found.spreads):
        print(line)
    for what, why in found.skipped.items():
        print(f"not measured: {what}: {why}")
    if options.write:
        write(found)
        print("wrote docs/spreads.json and docs/tolerances.md")


def validity(options) -> int:
    from autograder.audit.validity import faults, survey, table

    found = survey()
    for line in table(found):
        print(line)
    for line in faults(found):
        print(line, file=sys.stderr)
    return 1 if list(faults(found)) else 0


def doctor(options) -> int:
    from autograder.sandbox.selftest import examine, format_test_results, healthy
    from autograder.workers.cluster_check import check_cluster

    findings = check_cluster(options.scheduler, options.device) if options.scheduler else examine(options.device)
    print(format_test_results(findings))
    return 0 if healthy(findings) else 1


if __name__ == "__main__":
    sys.exit(main())
