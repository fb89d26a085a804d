"""Plugins for `nbgrader zip_collect`: unpack safely, assign files to students, report what became of each.

nbgrader_config.py names them; no module imports this one. Afterwards downloaded/<assignment>/ holds

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

from autograder.collection.archive_reader import ArchiveLimits
from autograder.collection.labels import Assignment
from autograder.collection.matching import origin
from autograder.collection.names import LONGEST_PATH, no_formula, shown
from autograder.collection.roster import Roster, read_roster
from autograder.collection.sorting import Assigned, Sorted, Unassigned, sort
from autograder.collection.unpack import Refused, Unpacker


class SafeExtractor(ExtractorPlugin):
    """archive/ -> extracted/<student>/<notebook>.ipynb, within limits, and all else to set_aside/."""

    roster = Unicode("roster.csv", help="A CSV file in the course directory: which student an LMS means.").tag(config=True)
    file_bytes = Integer(ArchiveLimits.file_bytes, help="The largest file that is unpacked.").tag(config=True)
    class_bytes = Integer(ArchiveLimits.class_bytes, help="The most that is unpacked from one archive.").tag(config=True)
    class_members = Integer(ArchiveLimits.class_members, help="The most files that one archive may hold.").tag(config=True)
    nested_bytes = Integer(ArchiveLimits.nested_bytes, help="The same for an archive in an archive: one student's.").tag(
        config=True
    )
    nested_members = Integer(ArchiveLimits.nested_members, help="The same for an archive in an archive.").tag(config=True)

    plan: dict[str, Assigned] = Dict()  # type: ignore[assignment] # a file in extracted/ -> whose it is

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """nbgrader calls it with two folders, the second one empty."""
        if not os.listdir(archive_path):
            self.fail(f"{archive_path} is empty; put the LMS's zip, or students' files, there and run again")
        try:
            self.collect_class(Path(archive_path), Path(extracted_path))
        except (ValueError, OSError) as error:
            self.fail(f"nothing was passed on to submitted/: {error}")

    def collect_class(self, archive: Path, extracted: Path) -> None:
        """Unpacks, assigns, checks that nothing is overwritten, passes on, and reports."""
        assignment, roster = self.assignment(), self.read_roster()
        folder = extracted.parent / "set_aside"
        if folder.is_symlink():
            raise ValueError(f"{folder} is a link, expected a folder; remove it and run again")
        unpacker = Unpacker(folder, self.limits())
        unpacker.everything(archive)
        outcome = sort(unpacker.found, assignment, roster, self.parent.strict)
        self.keep_earlier({assigned.student for assigned in outcome.assigned}, extracted.parent / "replaced")
        for assigned in outcome.assigned:
            self.pass_on(assigned, extracted)
        for path in {assigned.file.path for assigned in outcome.assigned}:
            path.unlink()
        write_table(extracted.parent / "collected.csv", outcome, unpacker.refused)
        self.report(outcome, unpacker.refused, extracted.parent)

    def assignment(self) -> Assignment:
        """Finds the assignment's notebooks in release/, or else in source/.

        Raises:
            ValueError: neither has a notebook.
        """
        directory = self.parent.coursedir
        for folder in (directory.release_directory, directory.source_directory):
            found = find_all_notebooks(directory.format_path(folder, ".", directory.assignment_id))
            if found:
                return Assignment(directory.assignment_id, tuple(name.removesuffix(".ipynb") for name in found))
        name = directory.assignment_id
        raise ValueError(
            f"release/{name} has no notebook; expected the one that was given out: nbgrader generate_assignment {name}"
        )

    def read_roster(self) -> Roster:
        """The course's roster, or an empty one."""
        return read_roster(Path(self.parent.coursedir.root, self.roster))

    def limits(self) -> ArchiveLimits:
        """The limits that the configuration sets."""
        return ArchiveLimits(self.file_bytes, self.class_bytes, self.class_members, self.nested_bytes, self.nested_members)

    def submitted(self, student: str) -> Path:
        """Path of a student's submission in submitted/."""
        directory = self.parent.coursedir
        return Path(directory.format_path(directory.submitted_directory, student, directory.assignment_id))

    def keep_earlier(self, students: set[str], replaced: Path) -> None:
        """Keeps copies of earlier submissions, which nbgrader deletes when it replaces them.

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
            kept = [copy for copy in (replaced / student).glob("*") if same_files(copy, self.submitted(student))]
            if not kept:
                number = len(list((replaced / student).glob("*"))) + 1
                shutil.copytree(self.submitted(student), replaced / student / f"{number:03}", symlinks=True)

    def pass_on(self, assigned: Assigned, extracted: Path) -> None:
        """Copies one submission to where nbgrader takes it from; a group's file goes to each of its students."""
        target = extracted / assigned.student / f"{assigned.notebook}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(assigned.file.path, "rb") as source, open(target, "xb") as copy:
            shutil.copyfileobj(source, copy)
        self.plan[os.path.abspath(target)] = assigned

    def report(self, outcome: Sorted, refused: list[Refused], folder: Path) -> None:
        """Logs one line for each thing that the instructor should know; collected.csv lists all files."""
        for note in outcome.notes:
            self.log.warning(note)
        for refusal in refused:
            where = shown(": ".join(refusal.names))
            self.log.warning("not unpacked: %s: %s. It stays there; ask for one .ipynb, or download it again", where, refusal.why)
        sorted_ones = {assigned.student for assigned in outcome.assigned}
        nobodys = [unassigned for unassigned in outcome.unassigned if unassigned.is_nobodys]
        for unassigned in nobodys:
            kept = unassigned.file.path.relative_to(folder)
            self.log.warning("not sorted: %s: %s (it is kept: %s)", origin(unassigned.file), unassigned.why, kept)
        without = {
            unassigned.student: unassigned
            for unassigned in outcome.unassigned
            if unassigned.student and not set(unassigned.student.split(", ")) & sorted_ones
        }
        for student, unassigned in without.items():
            self.log.warning("no notebook from %s: %s: %s", student, origin(unassigned.file), unassigned.why)
        self.log.info(
            "%d students sorted; %d files of nobody, %d refused, %d students without a notebook. All of them: %s; files: %s",
            *(len(sorted_ones), len(nobodys), len(refused), len(without), folder / "collected.csv", folder / "set_aside"),
        )

    def fail(self, why: str) -> NoReturn:
        """Ends the command with one line."""
        self.parent.fail(why)
        raise SystemExit(1)


class SortedCollector(FileNameCollectorPlugin):
    """extracted/<student>/<notebook>.ipynb -> the student, as the extractor has found; nothing else is collected."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """nbgrader calls it with each file in extracted/."""
        plan: dict[str, Assigned] = getattr(self.parent.extractor_plugin_inst, "plan", {})
        assigned = plan.get(os.path.abspath(submitted_file))
        if assigned is None or os.path.islink(submitted_file) or not os.path.isfile(submitted_file):
            self.log.warning("%s was not unpacked by this run and is not collected", shown(submitted_file))
            return None
        info: dict[str, Any] = {"student_id": assigned.student, "file_id": f"{assigned.notebook}.ipynb"}
        return info | ({"timestamp": assigned.when} if assigned.when else {})


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files."""
    names = sorted(path.name for path in one.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return False
    return filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def write_table(path: Path, outcome: Sorted, refused: list[Refused]) -> None:
    """Writes collected.csv: what became of each file."""
    rows = [assigned_row(assigned) for assigned in outcome.assigned] + [
        unassigned_row(unassigned) for unassigned in outcome.unassigned
    ]
    rows += [[": ".join(refusal.names), "", "not unpacked", "", refusal.why] for refusal in refused]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["from", "student", "became", "file", "why"])
        writer.writerows([no_formula(shown(cell, 2 * LONGEST_PATH)) for cell in row] for row in sorted(rows))


def assigned_row(assigned: Assigned) -> list[str]:
    words = " ".join(part for part in (assigned.claim.description(), "late" if assigned.claim.late else "") if part)
    return [": ".join(assigned.file.names), assigned.student, "submission", f"{assigned.notebook}.ipynb", words]


def unassigned_row(unassigned: Unassigned) -> list[str]:
    return [": ".join(unassigned.file.names), unassigned.student, "set aside", unassigned.file.path.name, unassigned.why]
