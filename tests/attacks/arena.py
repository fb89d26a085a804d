"""Where attacks are made: a course with secrets in every place that is worth attacking, and an eye on all of them.

A secret is a word that stands nowhere else. It must come out in no output, no verdict and no page.
"""

import base64
import hashlib
import json
import os
import secrets
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.assignments import held_out_cases, solved_cell
from autograder.authoring.build import write_release, write_source
from autograder.commands.demo import new_course
from autograder.gradebook.nbgrader_course import Course
from autograder.grading.assessment import NotebookResult, grade_file
from autograder.grading.settings import GradingSettings
from autograder.judging.points import max_points
from tests.attacks.attack import REACHED, SPREAD, WRONG, Attack, hand_in, honest, shortened, without_attack, wrong_answers
from tests.this_course import TASKS

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "part1"
WATCHED = ("autograder", "selfcheck", "lab", "reference_solutions", "data", "lessons", "nbgrader_config.py")  # of the project
WRITTEN_BY_NBGRADER = ("autograded", "feedback", "reports", "gradebook.db", ".nbgrader.log")
TEMPORARY = ("/tmp", "/var/tmp", "/dev/shm")
PATIENCE = 5  # seconds in which what was started must have ended


@dataclass
class Arena:
    """One course, its secrets, its listeners."""

    root: Path
    secrets: dict[str, str] = field(default_factory=dict)  # where: the word
    words: dict[str, str] = field(default_factory=dict)
    listeners: list[socket.socket] = field(default_factory=list)
    closing: ExitStack = field(default_factory=ExitStack)
    points: dict[tuple[str, str], float] = field(default_factory=dict)  # (task, wrong answer): points without any attack

    @property
    def course_root(self) -> Path:
        return self.root / "course"

    def course(self) -> Course:
        return Course(self.course_root)

    def new_secret(self, where: str) -> str:
        self.secrets[where] = f"secret-{secrets.token_hex(8)}"
        return self.secrets[where]

    # --- notebooks ---------------------------------------------------------------------------------------------

    def release(self, tasks: tuple[str, ...]) -> Path:
        """A release folder with some tasks; nbgrader makes the one with the usual ones, as it would make any."""
        if tasks == SPREAD:
            return self.course_root / "release" / ASSIGNMENT
        folder = self.root / "releases" / "-".join(tasks)
        if not folder.exists():
            folder.mkdir(parents=True)
            whole = nbformat.read(ROOT / "release" / ASSIGNMENT / "feature_attribution.ipynb", as_version=4)
            nbformat.write(shortened(whole, tasks), folder / "feature_attribution.ipynb")
        return folder

    def notebook(self, tasks: tuple[str, ...] = SPREAD) -> NotebookNode:
        return nbformat.read(self.release(tasks) / "feature_attribution.ipynb", as_version=4)

    # --- grading -----------------------------------------------------------------------------------------------

    def grade(self, notebook: NotebookNode, tasks: tuple[str, ...], seconds: float = 60) -> NotebookResult:
        """Any notebook's grade."""
        path = self.root / "handed_in" / secrets.token_hex(4) / "feature_attribution.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        return grade_file(path, self.release(tasks), GradingSettings(cell_seconds=seconds, notebook_seconds=200))

    def grade_attack(self, attack: Attack) -> NotebookResult:
        folder = self.root / "handed_in" / secrets.token_hex(4)
        path = hand_in(attack, self.notebook(attack.needed), folder, self.words)
        return grade_file(path, self.release(attack.needed), GradingSettings(cell_seconds=attack.seconds, notebook_seconds=200))

    def grade_honest(self) -> dict[str, tuple[float, float]]:
        """Task -> points and the most points, of a student with right answers who is graded now."""
        graded = self.grade(honest(self.notebook()), SPREAD)
        return {task: (verdict.points, verdict.max_points) for task, verdict in graded.verdicts.items()}

    def points_without(self, attack: Attack) -> dict[str, float]:
        """Attacked task -> the points of the same notebook without the attack."""
        own = wrong_answers(attack)
        if any((task, source) not in self.points for task, source in own.items()):
            usual = all(WRONG[task] == source for task, source in own.items())
            one = Attack("", "all_wrong", "", "", tuple((task, "") for task in WRONG)) if usual else attack
            graded = self.grade(without_attack(one, self.notebook(one.needed)), one.needed)
            for task, source in wrong_answers(one).items():
                self.points[task, source] = graded.verdicts[task].points
        return {task: self.points[task, source] for task, source in own.items()}

    # --- what can be seen of a break-in -------------------------------------------------------------------------

    def traces(self, text: str) -> list[str]:
        """What is in a text that an attacker should not have."""
        found = [where for where, word in self.secrets.items() if word in text]
        return found + [line for line in text.replace("\\n", "\n").splitlines() if REACHED in line]

    def state(self) -> dict[str, str]:
        """All that no notebook may change: path -> kind, rights and content."""
        places = [ROOT / name for name in WATCHED] + [self.root / "home", self.root / "drop"]
        places += [path for path in self.course_root.iterdir() if path.name not in WRITTEN_BY_NBGRADER]
        left = {str(path): "left behind" for place in TEMPORARY for path in Path(place).glob(f"*{self.words['MARK']}*")}
        return left | {str(path): fingerprint(path) for place in places for path in below(place)}

    def gradebook_marks(self) -> str:
        """All that the gradebook says of everybody, in one text."""
        with Gradebook(f"sqlite:///{self.course_root}/gradebook.db", "feature_attribution") as book:
            return json.dumps(
                [
                    [each.student_id, [[grade.name, grade.auto_score, grade.manual_score] for grade in each.notebooks[0].grades]]
                    for each in book.assignment_submissions(ASSIGNMENT)
                ]
            )

    def survivors(self) -> list[str]:
        """Processes with the attackers' mark that are left after a while."""
        ends = time.monotonic() + PATIENCE
        while (found := processes_with(self.words["MARK"])) and time.monotonic() < ends:
            time.sleep(0.05)
        return found

    def callers(self) -> list[str]:
        """Which listeners somebody has talked to; they are then listening anew."""
        called = []
        for ready in select.select(self.listeners, [], [], 0)[0]:
            called.append(str(ready.getsockname()))
            with suppress(OSError):
                if ready.type == socket.SOCK_STREAM:
                    ready.accept()[0].close()
                else:
                    ready.recv(1000)
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", int(self.words["FREE_PORT"]))) == 0:
                called.append("somebody listens")
        return called


def below(place: Path) -> Iterator[Path]:
    """A place and all that is in it, but what Python and tools keep for themselves; no link is followed."""
    yield place
    if place.is_dir() and not place.is_symlink():
        for path in sorted(place.iterdir()):
            if path.name not in ("__pycache__", ".ipynb_checkpoints", ".cache", ".config"):
                yield from below(path)


def fingerprint(path: Path) -> str:
    """What a path is, who may use it, and what is in it."""
    details = path.lstat()
    content = ""
    if path.is_symlink():
        content = os.readlink(path)
    elif path.is_file():
        content = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
    return f"{details.st_mode:o} {details.st_uid} {content}"


def processes_with(mark: str) -> list[str]:
    """The running processes with a mark in their command line or name."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            told = (folder / "cmdline").read_bytes() + (folder / "comm").read_bytes()
            if mark.encode() in told and "State:\tZ" not in (folder / "status").read_text():
                found.append(f"{folder.name}: {told[:200]!r}")
    return found


# --- its making ----------------------------------------------------------------------------------------------------


def new_arena(root: Path) -> Arena:
    """A course with one student's grades in the gradebook, and a secret in each place."""
    arena = Arena(root)
    write_course(arena)
    for name in ("home", "drop"):
        (root / name).mkdir()
        (root / name).chmod(0o777)  # what holds here must not be a matter of the directory's rights
    (root / "home" / ".netrc").write_text(f"machine grades login teacher password {arena.new_secret('home')}\n")
    arena.new_secret("environment")
    other = root / "course" / "submitted" / "other_student" / ASSIGNMENT
    other.mkdir(parents=True)
    notebook = honest(arena.notebook())
    notebook.cells[-1].source += f"\n# {arena.new_secret('another submission')}"
    nbformat.write(notebook, other / "feature_attribution.ipynb")
    with arena.course().gradebook() as book:
        book.update_or_create_student("other_student", last_name=arena.new_secret("gradebook"))
        book.update_or_create_submission(ASSIGNMENT, "other_student")
    add_real_secrets(arena)
    listen(arena)
    tell(arena)
    return arena


def write_course(arena: Arena) -> None:
    """source/, release/ and the gradebook, as nbgrader makes them."""
    course = new_course(arena.course_root)
    write_source(ASSIGNMENT, course.root)
    path = course.root / "source" / ASSIGNMENT / "feature_attribution.ipynb"
    nbformat.write(shortened(nbformat.read(path, as_version=4), SPREAD), path)
    write_release(ASSIGNMENT, course)


def add_real_secrets(arena: Arena) -> None:
    """Words that stand in the references, in the right answers and in the held-out data."""
    reference = (ROOT / "reference_solutions" / "saliency_map.py").read_text(encoding="utf-8")
    arena.secrets["reference"] = max(reference.splitlines(), key=len)
    arena.secrets["right answer"] = "np.transpose(obs, (2, 0, 1))"  # of pre_processing
    assert arena.secrets["right answer"] in solved_cell("pre_processing")
    picture = (ROOT / "data" / "held_out" / "rocket.png").read_bytes()
    arena.secrets["held-out picture"] = base64.b64encode(picture[3000:3060]).decode()
    recipe = held_out_cases("saliency_map")[0].recipe
    arena.secrets["held-out case"] = json.dumps(recipe)[1:-1]


def listen(arena: Arena) -> None:
    """Services of this machine that no notebook may talk to."""
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix, nameless = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    arena.words |= {"SOCKET": str(arena.root / "home" / "service"), "NAMELESS": f"service-{secrets.token_hex(4)}"}
    unix.bind(arena.words["SOCKET"])
    nameless.bind(f"\0{arena.words['NAMELESS']}")
    arena.listeners = [tcp, udp, unix, nameless]
    with suppress(OSError):  # a machine without IPv6
        arena.listeners.append(socket.create_server(("::1", tcp.getsockname()[1]), family=socket.AF_INET6))
    for listener in arena.listeners:
        arena.closing.enter_context(listener)
        if listener.type == socket.SOCK_STREAM:
            listener.listen()
    arena.words |= {"PORT": str(tcp.getsockname()[1]), "UDP_PORT": str(udp.getsockname()[1])}
    with socket.create_server(("127.0.0.1", 0)) as free:
        arena.words["FREE_PORT"] = str(free.getsockname()[1])


def tell(arena: Arena) -> None:
    """The attackers know every path."""
    arena.words |= {
        "COURSE": str(arena.course_root),
        "PROJECT": str(ROOT),
        "HOME": str(arena.root / "home"),
        "DROP": str(arena.root / "drop"),
        "MARK": f"atk{secrets.token_hex(4)}",
    }


def most_points(tasks: tuple[str, ...]) -> dict[str, float]:
    """Task -> all its points."""
    return {task: max_points(task) for task in tasks if task in TASKS}
