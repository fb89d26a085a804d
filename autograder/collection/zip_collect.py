"""nbgrader's steps of `nbgrader zip_collect`: unpack safely, sort to students, say what became of each file.

nbgrader_config.py names them; nobody imports this. In downloaded/<assignment>/ stand then

    archive/        what the instructor put there; only read
    extracted/      <student>/<notebook>.ipynb, which nbgrader copies to submitted/
    set_aside/      all other files that came out: of nobody, earlier versions, no notebooks
    replaced/       submissions that were in submitted/ before, where --force replaces them
    collected.csv   one line for each file: from where, whose, what became of it, why
"""

import csv
import filecmp
import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks
from traitlets import Dict, Integer, Unicode

from autograder.collection.archive_reader import Limits
from autograder.collection.matching import Assignment, origin
from autograder.collection.names import LONGEST_PATH, no_formula, shown
from autograder.collection.roster import Roster, read_roster
from autograder.collection.sorting import Left, Sorted, Taken, sort
from autograder.collection.unpack import Refused, Unpacker


class SafeExtractor(ExtractorPlugin):
    """archive/ -> extracted/<student>/<notebook>.ipynb, within limits, and all else to set_aside/."""

    roster = Unicode("roster.csv", help="A CSV file in the course directory: which student an LMS means.").tag(config=True)
    file_bytes = Integer(Limits.file_bytes, help="The largest file that is unpacked.").tag(config=True)
    class_bytes = Integer(Limits.class_bytes, help="The most that is unpacked from one archive.").tag(config=True)
    class_members = Integer(Limits.class_members, help="The most files that one archive may hold.").tag(config=True)
    nested_bytes = Integer(Limits.nested_bytes, help="The same for an archive in an archive: one student's.").tag(config=True)
    nested_members = Integer(Limits.nested_members, help="The same for an archive in an archive.").tag(config=True)

    plan: dict[str, Taken] = Dict()  # type: ignore[assignment] # a file in extracted/ -> whose it is

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """nbgrader calls it with two folders, the second one empty."""
        if not os.listdir(archive_path):
            self.fail(f"{archive_path} is empty; put the LMS's zip, or students' files, there and run again")
        try:
            self.collect_class(Path(archive_path), Path(extracted_path))
        except (ValueError, OSError) as error:
            self.fail(f"nothing was handed on to submitted/: {error}")

    def collect_class(self, archive: Path, extracted: Path) -> None:
        """The whole of it: unpack, sort, look that nothing is lost, hand on, report."""
        assignment, roster = self.assignment(), self.read_roster()
        room = extracted.parent / "set_aside"
        if room.is_symlink():
            raise ValueError(f"{room} is a link, expected a folder; remove it and run again")
        unpacker = Unpacker(room, self.limits())
        unpacker.everything(archive)
        outcome = sort(unpacker.found, assignment, roster, self.parent.strict)
        self.keep_earlier({taken.student for taken in outcome.taken}, extracted.parent / "replaced")
        for taken in outcome.taken:
            self.hand_on(taken, extracted)
        for path in {taken.file.path for taken in outcome.taken}:
            path.unlink()
        write_table(extracted.parent / "collected.csv", outcome, unpacker.refused)
        self.say(outcome, unpacker.refused, extracted.parent)

    def assignment(self) -> Assignment:
        """What is collected for, by release/ or else by source/.

        Raises:
            ValueError: neither has a notebook.
        """
        directory = self.parent.coursedir
        for room in (directory.release_directory, directory.source_directory):
            found = find_all_notebooks(directory.format_path(room, ".", directory.assignment_id))
            if found:
                return Assignment(directory.assignment_id, tuple(name.removesuffix(".ipynb") for name in found))
        name = directory.assignment_id
        raise ValueError(
            f"release/{name} has no notebook; expected the one that was given out: nbgrader generate_assignment {name}"
        )

    def read_roster(self) -> Roster:
        """The course's roster, or an empty one."""
        return read_roster(Path(self.parent.coursedir.root, self.roster))

    def limits(self) -> Limits:
        """The limits that the configuration sets."""
        return Limits(self.file_bytes, self.class_bytes, self.class_members, self.nested_bytes, self.nested_members)

    def submitted(self, student: str) -> Path:
        """Where nbgrader has a student's submission."""
        directory = self.parent.coursedir
        return Path(directory.format_path(directory.submitted_directory, student, directory.assignment_id))

    def keep_earlier(self, students: set[str], room: Path) -> None:
        """nbgrader deletes an earlier submission where it is told to replace it; a copy is kept here.

        Raises:
            ValueError: there are some, and nbgrader was not told to. It would stop halfway through the class.
        """
        earlier = sorted(
            student for student in students if self.submitted(student).is_dir() and any(self.submitted(student).iterdir())
        )
        if earlier and not self.force:
            raise ValueError(
                f"{self.submitted(earlier[0])} has an earlier submission, and so have {len(earlier) - 1} more of these students; "
                "run again with --force to replace them: copies will be kept in replaced/"
            )
        for student in earlier:
            kept = [folder for folder in (room / student).glob("*") if same(folder, self.submitted(student))]
            if not kept:
                number = len(list((room / student).glob("*"))) + 1
                shutil.copytree(self.submitted(student), room / student / f"{number:03}", symlinks=True)

    def hand_on(self, taken: Taken, extracted: Path) -> None:
        """One submission to where nbgrader takes it from; a group's file goes to each of them."""
        target = extracted / taken.student / f"{taken.notebook}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(taken.file.path, "rb") as source, open(target, "xb") as copy:
            shutil.copyfileobj(source, copy)
        self.plan[os.path.abspath(target)] = taken

    def say(self, outcome: Sorted, refused: list[Refused], room: Path) -> None:
        """One line for each thing that the instructor should know; the table has them all."""
        for note in outcome.notes:
            self.log.warning(note)
        for refusal in refused:
            where = shown(": ".join(refusal.names))
            self.log.warning("not unpacked: %s: %s. It stays there; ask for one .ipynb, or download it again", where, refusal.why)
        sorted_ones = {taken.student for taken in outcome.taken}
        nobodys = [left for left in outcome.left if left.is_nobodys]
        for left in nobodys:
            kept = left.file.path.relative_to(room)
            self.log.warning("not sorted: %s: %s (it is kept: %s)", origin(left.file), left.why, kept)
        without = {
            left.student: left for left in outcome.left if left.student and not set(left.student.split(", ")) & sorted_ones
        }
        for student, left in without.items():
            self.log.warning("no notebook from %s: %s: %s", student, origin(left.file), left.why)
        self.log.info(
            "%d students sorted; %d files of nobody, %d refused, %d students without a notebook. All of them: %s; files: %s",
            *(len(sorted_ones), len(nobodys), len(refused), len(without), room / "collected.csv", room / "set_aside"),
        )

    def fail(self, why: str) -> NoReturn:
        """Ends the command with one line."""
        self.parent.fail(why)
        raise SystemExit(1)


class SortedCollector(FileNameCollectorPlugin):
    """extracted/<student>/<notebook>.ipynb -> the student, as the extractor has found; nothing else is collected."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """nbgrader calls it with each file in extracted/."""
        plan: dict[str, Taken] = getattr(self.parent.extractor_plugin_inst, "plan", {})
        taken = plan.get(os.path.abspath(submitted_file))
        if taken is None or os.path.islink(submitted_file) or not os.path.isfile(submitted_file):
            self.log.warning("%s was not unpacked by this run and is not collected", shown(submitted_file))
            return None
        info: dict[str, Any] = {"student_id": taken.student, "file_id": f"{taken.notebook}.ipynb"}
        return info | ({"timestamp": taken.when} if taken.when else {})


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files."""
    names = sorted(path.name for path in one.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return False
    return filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def write_table(path: Path, outcome: Sorted, refused: list[Refused]) -> None:
    """collected.csv: what became of each file."""
    rows = [row_of_taken(taken) for taken in outcome.taken] + [row_of_left(left) for left in outcome.left]
    rows += [[": ".join(refusal.names), "", "not unpacked", "", refusal.why] for refusal in refused]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["from", "student", "became", "file", "why"])
        writer.writerows([no_formula(shown(cell, 2 * LONGEST_PATH)) for cell in row] for row in sorted(rows))


def row_of_taken(taken: Taken) -> list[str]:
    words = " ".join(part for part in (taken.claim.words(), "late" if taken.claim.late else "") if part)
    return [": ".join(taken.file.names), taken.student, "submission", f"{taken.notebook}.ipynb", words]


def row_of_left(left: Left) -> list[str]:
    return [": ".join(left.file.names), left.student, "set aside", left.file.path.name, left.why]
