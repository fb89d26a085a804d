"""autograder completion: lets the shell complete commands, options, assignments and students."""

import argparse

from autograder.assignments import assignments
from autograder.gradebook.course_folders import submitted_by
from autograder.layout import course_root

HELP = "print what a shell needs to complete commands, options, assignments and students"
EXAMPLES = (
    ('eval "$(autograder completion bash)"', "in ~/.bashrc"),
    ('eval "$(autograder completion zsh)"', "in ~/.zshrc, after compinit"),
    ("autograder completion fish > ~/.config/fish/completions/autograder.fish", "once"),
)
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
FOR_ARGCOMPLETE = {"tcsh": "tcsh", "fish": "fish", "powershell": "powershell"}  # zsh reads what bash does


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which shell."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
    parser.set_defaults(without_course=True)


def run(options: argparse.Namespace) -> None:
    """Prints a few lines of the shell's own language."""
    import argcomplete

    print(argcomplete.shellcode(["autograder"], shell=FOR_ARGCOMPLETE.get(options.shell, "bash")))


def complete(parser: argparse.ArgumentParser) -> None:
    """Answers a shell that asks what may follow, and ends the process."""
    import argcomplete

    for action in leaves(parser):
        if action.dest in ("assignment", "assignments"):
            action.completer = lambda **_: list(assignments())  # type: ignore[attr-defined]
        if action.dest == "student":
            action.completer = students  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def leaves(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The actions of a parser and of those below it."""
    found = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            found += [one for below in action.choices.values() for one in leaves(below)]
    return found


def students(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """Those who have submitted something for the assignment that is written already."""
    course = getattr(parsed_args, "course", None) or course_root()
    return submitted_by(course, getattr(parsed_args, "assignment", "") or "*")
