"""Plugins for `nbgrader zip_collect`: unpack safely, assign files to students, report what became of each.

nbgrader_config.py names them; no module imports this one. What is left afterwards says collecting.py; beside it lies
extracted/<student>/<notebook>.ipynb, which nbgrader copies to submitted/.
"""

import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks
from traitlets import Dict, Integer, Unicode

from autograder.collection.archive_reader import ArchiveLimits
from autograder.collection.collecting import Collected, Request, collect, keep_earlier, tidy
from autograder.collection.groups import read_groups
from autograder.collection.labels import Assignment
from autograder.collection.matching import Lists
from autograder.collection.names import shown
from autograder.collection.outcome import Assigned
from autograder.collection.roster import Roster, read_roster
from autograder.collection.table import write_table
from autograder.course_toml import time_zone
from autograder.layout import GROUPS_CSV, ROSTER_CSV
from autograder.times import read_time


class SafeExtractor(ExtractorPlugin):
    """archive/ -> extracted/<student>/<notebook>.ipynb, within limits, and all else to set_aside/."""

    roster = Unicode(ROSTER_CSV, help="A CSV file in the course directory: which student an LMS means.").tag(config=True)
    groups = Unicode(GROUPS_CSV, help="A CSV file in the course directory: group, student.").tag(config=True)
    late_time = Unicode("", help="When what the LMS marks as late, without a time, was submitted.").tag(config=True)
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
        folder = extracted.parent
        collected = collect([archive], folder, self.request())
        keep_earlier(collected.students, self.submitted, folder / "replaced", self.force)
        for assigned in collected.outcome.assigned:
            self.pass_on(assigned, extracted)
        tidy(collected)
        write_table(folder / "collected.csv", collected)
        for line in collected.warnings():
            self.log.warning(line)
        self.log.info("%s. All of them: %s; files: %s", collected.summary(), folder / "collected.csv", folder / "set_aside")
        if collected.outcome.errors:
            self.fail_afterwards(collected)

    def fail_afterwards(self, collected: Collected) -> None:
        """Lets nbgrader pass on what is clear, and then end the command as failed."""
        go_on = self.parent.process_extracted_files

        def process_and_fail() -> None:
            if collected.outcome.assigned:
                go_on()
            self.fail(f"{len(collected.outcome.errors)} were not decided; see NOT DECIDED above, then run again with --force")

        self.parent.process_extracted_files = process_and_fail

    def request(self) -> Request:
        """What is collected, and how, by the configuration."""
        root = Path(self.parent.coursedir.root)
        zone, roster = time_zone(root), self.read_roster()
        lists = Lists(roster, read_groups(root / self.groups, roster), zone)
        late = read_time(self.late_time, zone) if self.late_time else None
        return Request(self.assignment(), lists, self.limits(), self.parent.strict, late)

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

    def pass_on(self, assigned: Assigned, extracted: Path) -> None:
        """Copies one submission to where nbgrader takes it from; a group's file goes to each of its students."""
        target = extracted / assigned.student / f"{assigned.notebook}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(assigned.file.path, "rb") as source, open(target, "xb") as copy:
            shutil.copyfileobj(source, copy)
        self.plan[os.path.abspath(target)] = assigned

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
