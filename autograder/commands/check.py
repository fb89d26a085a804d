"""autograder check: one notebook judged without a gradebook."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import file_or_stream, minutes, no_sandbox
from autograder.commands.output import beside_results, to_stream
from autograder.layout import course_root
from autograder.notebooks.release_files import release_file, release_folders

if TYPE_CHECKING:
    from autograder.workers.judged_file import JudgedFile

MINUTES = 5.0
HELP = "judge one notebook and print the verdicts; no gradebook is touched"
EXAMPLES = (
    ("autograder check submitted/ada/ASSIGNMENT/FILE.ipynb", "in words"),
    ("autograder check a.ipynb --release release/ASSIGNMENT --json -", "as JSON, against a release that you name"),
)
BEGINNINGS = {  # how a file begins: what it is, and what to do with it
    b"PK": ("an archive", "sort it with `autograder collect ASSIGNMENT FILE`, or unpack it and name the .ipynb file"),
    b"\x1f\x8b": ("an archive", "sort it with `autograder collect ASSIGNMENT FILE`, or unpack it and name the .ipynb file"),
    b"%PDF": ("a PDF", "ask for the .ipynb file"),
    b"<": ("a web page", "ask for the .ipynb file"),
    b"\x89PNG": ("a picture", "ask for the .ipynb file"),
}
OTHER = ("a file of another kind", "name the .ipynb file that was submitted")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The notebook, the release that it is judged by, and where the verdicts go."""
    parser.add_argument("notebook", type=Path, metavar="FILE.ipynb")
    parser.add_argument("--release", type=Path, metavar="DIR", help="its release folder (found by the notebook's cells)")
    parser.add_argument("--json", type=file_or_stream, metavar="FILE", help="write the verdicts there, too; - prints them")
    parser.add_argument(
        "--student", default="", metavar="ID", help="whose it is, where a task's variant follows from that (as the notebook says)"
    )
    parser.add_argument(
        "--warm",
        type=minutes,
        default=MINUTES,
        metavar="MINUTES",
        help=f"a process that has loaded all that judging needs waits so long for the next check ({MINUTES:g}); 0 starts none",
    )
    no_sandbox(parser)


def run(options: argparse.Namespace) -> None:
    """Prints the verdict on every task, in the language of the course; as JSON they are records, and English.

    Raises:
        FileNotFoundError: there is no such notebook, or no release.
        ValueError: the file is no notebook, and no release is named by which it should be judged all the same.
    """
    refuse_early(options)

    from autograder.catalogues import say
    from autograder.judging.verdict import Verdict, in_words

    judged = judged_file(options)
    with beside_results(options):
        for record in judged.verdicts:
            print(in_words(Verdict.from_json(record), say), end="")
        for note in judged.notes:
            print(f"{say('note')}: {say(note)}")
    if options.json:
        text = json.dumps(judged.verdicts, indent=1, ensure_ascii=False)
        if to_stream(options):
            print(text)
        else:
            options.json.parent.mkdir(parents=True, exist_ok=True)
            options.json.write_text(f"{text}\n", encoding="utf-8")


def judged_file(options: argparse.Namespace) -> "JudgedFile":
    """What a process that is kept warm says of the notebook, or, where none can, this one."""
    from autograder.workers.judged_file import FileRequest, judge_file
    from autograder.workers.warm import answer_of_warm_process

    release = str(options.release.absolute()) if options.release else ""
    request = FileRequest(str(options.notebook.absolute()), release, options.student, options.no_sandbox)
    return answer_of_warm_process(request, options.warm) or judge_file(request)


def refuse_early(options: argparse.Namespace) -> None:
    """Raises what can be known before anything heavy is loaded."""
    from autograder.sandbox.bubblewrap import probe

    if not options.notebook.is_file():
        what = "a directory; name the .ipynb file in it" if options.notebook.is_dir() else "not there"
        raise FileNotFoundError(f"no notebook {options.notebook}: it is {what}")
    if options.release:
        release_file(options.release)
    else:
        folders = release_folders(course_root() / "release")
        refuse_no_notebook(options.notebook, [folder.name for folder in folders])
    if not options.no_sandbox and not probe().works:
        from autograder.sandbox.launcher import sandboxed

        sandboxed()  # which raises, and says how to go on


def refuse_no_notebook(path: Path, assignments: list[str]) -> None:
    """Raises ValueError where a file is no notebook; a student's file that is to be judged whatever it is has a release named."""
    content = path.read_bytes()
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        plain = None
    if isinstance(plain, dict) and ("cells" in plain or "worksheets" in plain):
        return
    what, how = next((said for begin, said in BEGINNINGS.items() if content.lstrip().startswith(begin)), OTHER)
    if not content.strip():
        what, how = "an empty file", "ask for the notebook"
    elif isinstance(plain, dict | list):
        what = "JSON without cells"
    judged = f"to have it judged as it is, add --release release/{assignments[0]}"
    raise ValueError(f"{path} is {what}, not a notebook; {how}; {judged}")
