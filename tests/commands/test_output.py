"""Where a command's words go, what status it ends with, what the shell completes, and examples that can be typed as they are."""

import argparse
import json
import logging
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import cli
from autograder.assignments import assignments
from autograder.commands import build, exit_status, lint
from autograder.commands.parser import EXIT_CODES
from autograder.workers.progress import Progress
from tests.gradebook.homework_class import HOMEWORK

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "autograder.cli"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def piped(line: str, until: str) -> subprocess.CompletedProcess:
    """A command whose output another program reads, for as long as it likes; the status is the command's own."""
    shell = f"{shlex.join(COMMAND)} {line} | {until}; exit ${{PIPESTATUS[0]}}"
    return subprocess.run(
        ["bash", "-c", shell], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=False
    )


# --- a reader who ends ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["--help", "grade --help", "completion bash", "--version"])
def test_a_reader_who_ends_at_once_hears_nothing(line):
    done = piped(line, "true")
    assert done.stderr == ""
    assert done.returncode in (0, 141)  # 0: it was written before the reader ended


def test_a_reader_who_ends_after_a_line_hears_nothing_more():
    done = piped("lint --quick --verbose", "head -n 1")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_the_status_says_that_the_reader_has_ended(monkeypatch, tmp_path):
    """A command that goes on writing: what it had still to do is not done, and its status tells."""
    code = "import sys; from autograder import cli; from autograder.commands import lint\n"
    code += "lint.run = lambda options: [print('x' * 9999) for _ in range(999)]\nsys.exit(cli.main(['lint']))"
    shell = f"{shlex.join([sys.executable, '-c', code])} | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (141, "x" * 10, "")


def test_a_broken_pipe_to_somebody_else_is_an_error(monkeypatch, capsys):
    def broken(options):
        raise BrokenPipeError("a worker has ended")

    monkeypatch.setattr(lint, "run", broken)
    assert cli.main(["lint"]) == 2
    assert capsys.readouterr().err == "autograder: a worker has ended\n"


# --- quiet, verbose, log file --------------------------------------------------------------------------------------


@pytest.fixture
def talkative(monkeypatch):
    """A command that prints, warns, logs, shows progress, and ends with 1."""

    def run(options):
        print("a table")
        print("NOT JUDGED: ada", file=sys.stderr)
        logging.getLogger("autograder.somewhere").info("a step")
        progress = Progress("working", 2)
        progress.line()
        return 1

    monkeypatch.setattr(lint, "run", run)


@pytest.mark.parametrize("words", [["--quiet", "lint"], ["lint", "--quiet"]])
def test_quiet_prints_what_went_wrong_alone(words, talkative, capsys):
    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "NOT JUDGED: ada\n")
    assert not Progress.quiet, "afterwards it is as it was"


def test_verbose_shows_steps(talkative, capsys):
    cli.main(["lint"])
    assert "a step" not in capsys.readouterr().err
    cli.main(["lint", "--verbose"])
    assert "INFO autograder.somewhere: a step" in capsys.readouterr().err


def test_verbose_shows_where_a_refusal_came_from(capsys):
    assert cli.main(["report", "prat1"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert cli.main(["report", "prat1", "--verbose"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("autograder: there is no assignment called prat1")


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_the_log_has_all_of_it_and_grows(quiet, talkative, capsys, tmp_path):
    log = tmp_path / "grade.log"
    for _ in range(2):
        assert cli.main(["lint", "--log-file", str(log), *quiet]) == 1
    text = log.read_text(encoding="utf-8")
    for said in ("UTC: autograder lint --log-file", "a table\n", "NOT JUDGED: ada\n", "INFO autograder.somewhere: a step\n"):
        assert text.count(said) == 2, text
    assert ("a table" in capsys.readouterr().out) is not bool(quiet)
    assert logging.getLogger().level != logging.INFO


def test_the_log_has_the_traceback_that_the_terminal_has_not(capsys, tmp_path):
    log = tmp_path / "grade.log"
    assert cli.main(["report", "prat1", "--log-file", str(log)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "there is no assignment called prat1" in log.read_text(encoding="utf-8")


# --- results on standard output ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_results_on_standard_output_are_json_alone(quiet, course, capsys):
    line = ["grade", HOMEWORK, "--course", str(course.root), "--json", "-", *quiet]
    assert cli.main(line) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert rows == json.loads((course.root / "reports" / HOMEWORK / "results.json").read_text(encoding="utf-8"))
    assert ("ann_all_right" in said.err) is not bool(quiet)
    assert not list(course.root.glob("-*"))


@pytest.mark.slow
def test_the_verdicts_on_one_notebook_are_json_alone(course, capsys, tmp_path):
    file = course.root / "submitted" / "bob_wrong" / HOMEWORK / "baselines.ipynb"
    assert cli.main(["check", str(file), "--json", "-"]) == 0
    verdicts = {plain["task"]: plain for plain in json.loads(capsys.readouterr().out)}
    assert verdicts["max_distance_baseline"]["status"] == "failed"
    assert cli.main(["check", str(file), "--json", str(tmp_path / "a" / "b.json")]) == 0
    assert "max_distance_baseline" in capsys.readouterr().out
    assert {plain["task"] for plain in json.loads((tmp_path / "a" / "b.json").read_text(encoding="utf-8"))} == set(verdicts)


# --- versions, statuses, examples ----------------------------------------------------------------------------------


def test_version_names_what_a_report_of_a_fault_needs(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    said = capsys.readouterr().out
    assert end.value.code == 0
    for name in ("autograder ", "Python 3.", "nbgrader 0.", "torch ", str(ROOT)):
        assert name in said
    assert said.count("\n") == 1


def test_a_fault_of_the_program_has_a_status_and_a_traceback(monkeypatch, capsys):
    def faulty(options):
        raise KeyError("surprise")

    monkeypatch.setattr(build, "run", faulty)
    assert cli.main(["build"]) == exit_status.OWN_FAULT
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("autograder: this is a fault of the program; please report it")


def test_an_error_of_the_machine_names_the_file(monkeypatch, capsys):
    def closed(options):
        raise PermissionError(13, "Permission denied", "/srv/course/gradebook.db")

    monkeypatch.setattr(build, "run", closed)
    assert cli.main(["build"]) == exit_status.REFUSED
    assert capsys.readouterr().err == "autograder: Permission denied: /srv/course/gradebook.db\n"


def test_every_status_is_in_the_help_and_in_the_documentation(capsys):
    statuses = [0, 1, exit_status.REFUSED, exit_status.OWN_FAULT, exit_status.INTERRUPTED, exit_status.NO_READER]
    assert [int(line.split()[0]) for line in EXIT_CODES.splitlines()[1:]] == statuses
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for status in statuses:
        assert f"| {status} |" in page
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert EXIT_CODES in capsys.readouterr().out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_example_is_understood_and_in_the_help(name, capsys):
    lines = [line for line, _ in cli.COMMANDS[name].EXAMPLES]
    assert lines
    for line in lines:
        typed = line.removeprefix('eval "$(').removesuffix(')"').partition(" > ")[0]
        program, *words = shlex.split(typed)
        assert (program, words[0]) == ("autograder", name)
        assert isinstance(cli.arguments().parse_args(words), argparse.Namespace)
    with pytest.raises(SystemExit):
        cli.main([name, "--help"])
    said = capsys.readouterr().out
    assert [line for line in lines if line not in said] == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_in_the_documentation(name):
    assert f"| `{name}` |" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


# --- completion ----------------------------------------------------------------------------------------------------


def completed(line: str, folder: Path) -> list[str]:
    """What the shell is told may follow a line."""
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(folder / "said"),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run(
        COMMAND, cwd=folder, env=ENVIRONMENT | asked | {"_ARGCOMPLETE_IFS": "\n"}, capture_output=True, timeout=60, check=False
    )
    return [word.strip() for word in (folder / "said").read_text(encoding="utf-8").split("\n") if word]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("autograder gr", ["grade"]),
        ("autograder grade par", [name for name in assignments() if name.startswith("par")]),
        ("autograder grade part1 --dr", ["--dry-run"]),
        ("autograder audit s", ["separation", "samples"]),
        ("autograder grade part1 --device c", ["cpu", "cuda"]),
        ("autograder completion z", ["zsh"]),
        ("autograder grade part1 --course COURSE --student ", ["ada", "bob"]),
        ("autograder grade part1 --course COURSE --student b", ["bob"]),
    ],
)
def test_the_shell_completes(line, words, tmp_path):
    for folder in ("submitted/ada/part1", "submitted/bob/part1", "submitted/eve/part2"):
        (tmp_path / folder).mkdir(parents=True)
    assert completed(line.replace("COURSE", str(tmp_path)), tmp_path) == words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_each_shell_is_told_how(shell, capsys):
    assert cli.main(["completion", shell]) == 0
    assert "autograder" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_takes_what_it_is_told(capsys, tmp_path):
    assert cli.main(["completion", "bash"]) == 0
    (tmp_path / "said").write_text(capsys.readouterr().out)
    done = subprocess.run(
        ["bash", "-c", f"source {tmp_path}/said && complete -p autograder"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "autograder" in done.stdout
    assert done.stderr == ""
