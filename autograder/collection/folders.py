"""Finds the level of folders that separates people, where no LMS says whose a file is.

All names that lead to the notebooks make a tree: archives, folders, archives in them, files. Names that surely are nobody's
(part1, submissions, Section A) are passed through. Of the others, a folder that holds several folders with notebooks is no
person, nor is one that all share. Where both readings remain, nobody gets anything: the files carry the doubt, which is said.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.collection.lms_names import OwnerClaim
from autograder.collection.unpack import Extracted

ALONE = (
    "either {outer!r} or {inner!r} may be the student's name; say which: put the notebook into the archive folder as "
    "STUDENT.ipynb, or write a roster.csv"
)
AMONG = (
    "{outer!r} holds the work of several, as a section does, and stands among folders that hold one notebook, as a student's do; "
    "say whose they are: put each into the archive folder as STUDENT.ipynb, or write a roster.csv"
)


@dataclass
class Place:
    """An archive, a folder or a file on the way to notebooks.

    Args:
        text: its name.
        label: what of the name may be a person's; None if it is surely none.
        claims: of an LMS, a roster or a list of groups, which say whose all below is; None where nothing does.
        outermost: an archive that the instructor put there, whose name may be any.
        archive: an archive in an archive, which a student may have made.
        file: the file itself, at a leaf.
        expected: a leaf that is named as a notebook of the assignment; mentions: whose name holds such a name.
    """

    text: str = ""
    label: str | None = None
    claims: list[OwnerClaim] | None = None
    outermost: bool = False
    archive: bool = False
    file: Extracted | None = None
    notebook: bool = False
    expected: bool = False
    mentions: bool = False
    inside: dict[str, "Place"] = field(default_factory=dict)

    def leaves(self) -> Iterator["Place"]:
        """All files in it."""
        if self.file is not None:
            yield self
        for place in self.inside.values():
            yield from place.leaves()

    def has_notebooks(self) -> bool:
        return any(leaf.notebook for leaf in self.leaves())

    def level(self) -> list["Place"]:
        """What is in it, with nobody's folders passed through."""
        found: list[Place] = []
        for place in self.inside.values():
            passed = place.file is None and place.claims is None and place.label is None
            found += place.level() if passed else [place]
        return found


@dataclass(frozen=True)
class Level:
    """What one level holds of notebooks, by how much each says of itself."""

    claimed: list[Place]
    folders: list[Place]  # with a name that may be a person's, and notebooks
    files: list[Place]  # notebooks that no LMS claims

    @staticmethod
    def of(place: Place) -> "Level":
        with_notebooks = [one for one in place.level() if one.has_notebooks()]
        claimed = [one for one in with_notebooks if one.claims is not None]
        folders = [one for one in with_notebooks if one.claims is None and one.file is None]
        return Level(claimed, folders, [one for one in with_notebooks if one.claims is None and one.file is not None])

    @property
    def people(self) -> set[tuple]:
        """Those whom an LMS or the roster names here."""
        return {claim.person for place in self.claimed for claim in place.claims or ()}

    @property
    def labelled(self) -> set[str]:
        return {place.label.casefold() for place in self.files if place.label}

    @property
    def named_so(self) -> set[str]:
        """The labels of files that are called after a person and the notebook: ada_feature_attribution.ipynb."""
        return {place.label.casefold() for place in self.files if place.label and place.mentions}

    @property
    def holds_own(self) -> bool:
        """Whether a file lies here as a student's own does: named as it was given out."""
        return any(place.expected for place in self.files)

    @property
    def several(self) -> bool:
        """Whether this is the level of several people."""
        folders = {place.label for place in self.folders}
        return not self.holds_own and (len(self.people) + len(folders) > 1 or len(self.named_so) > 1)

    @property
    def by_files(self) -> bool:
        """Whether people are told apart here by their files' names alone."""
        return bool(self.named_so) and not (self.holds_own or self.folders or self.claimed)


Owner = tuple[Place, list[OwnerClaim], str, Place]  # a file, whose it is, the doubt about that, and the place that says so


def owners(root: Place, roster: bool) -> Iterator[Owner]:
    """Says of each file below a place that is no person's whose it is."""
    holders = holding_many(root, roster)
    for place in root.level():
        if place.claims is not None:
            yield from given(place, place.claims)
        elif place.file is not None:
            yield from given(place, [OwnerClaim("name", place.label)] if place.label and place.notebook else [])
        elif (doubt := holders.get(id(place))) is None:
            yield from given(place, [OwnerClaim("name", place.label or "")])
        elif doubt:
            yield from given(place, [], doubt)
        else:
            yield from owners(place, roster)


def given(place: Place, claims: list[OwnerClaim], doubt: str = "") -> Iterator[Owner]:
    for leaf in place.leaves():
        yield leaf, list(claims), doubt, place


def holding_many(root: Place, roster: bool) -> dict[int, str]:
    """Which folders of a level are no person's: by identity, each with "" or the doubt about it."""
    here = Level.of(root)
    inner = {id(place): Level.of(place) for place in here.folders}
    if roster:
        return known_holders(here, inner)
    repeated = repeated_names(list(inner.values()))
    many = [place for place in here.folders if holds_several(place, inner[id(place)], repeated)]
    if any(inner[id(place)].by_files for place in many):  # what holds one file called so is such a folder, too
        many += [place for place in here.folders if inner[id(place)].by_files and place not in many]
    whole = [place for place in here.folders if place not in many and not (inner[id(place)].folders or inner[id(place)].claimed)]
    if len(here.folders) == 1 and not here.claimed and not here.labelled:
        return of_the_only(here.folders[0], inner[id(here.folders[0])], bool(many))
    mixed = len(many) < len(here.folders)
    found = {id(place): AMONG.format(outer=place.text) if among_people(place, here, whole, mixed) else "" for place in many}
    if many and not whole and not repeated:  # sections, some of which hold one student
        found |= {id(place): "" for place in here.folders if id(place) not in found}
    return found | {id(place): "" for place in here.folders if place.outermost and inner[id(place)].claimed}


def among_people(place: Place, here: Level, whole: list[Place], mixed: bool) -> bool:
    """Whether a folder that looks like one of many people's stands where people's own folders do.

    An archive in an archive may be a student's, who would submit for others: beside it all must look as it does.
    """
    if place.outermost:
        return False
    return bool(whole) or (place.archive and bool(here.labelled or here.people or mixed))


def holds_several(place: Place, inside: Level, repeated: set[str]) -> bool:
    """Whether a folder holds the work of several people, as far as it says itself."""
    if {folder.label for folder in inside.folders} & repeated:
        return False  # everybody's own folders are called so
    loose = place.outermost and len(inside.labelled) > 1 and not inside.holds_own
    return inside.several or loose


def repeated_names(levels: list[Level]) -> set[str]:
    """Names of folders that several folders hold: a person is in one section only."""
    counted = Counter(label for level in levels for label in {folder.label for folder in level.folders if folder.label})
    return {label for label, number in counted.items() if number > 1}


def of_the_only(place: Place, inside: Level, many: bool) -> dict[int, str]:
    """Of a folder that all share."""
    loose = len(inside.labelled) > 1 and not inside.holds_own
    of_a_class = place.outermost and any(one.label for one in empty_below(place))
    if many or inside.claimed or loose or leads_to_several(inside) or (of_a_class and not inside.holds_own):
        return {id(place): ""}
    files = inside.files if place.outermost else [one for one in inside.files if one.mentions]
    names = [one.label for one in (*inside.folders, *files) if one.label]
    if names and names[0].casefold() != (place.label or "").casefold() and not inside.holds_own:
        return {id(place): ALONE.format(outer=place.text, inner=names[0])}
    return {}


def empty_below(place: Place) -> Iterator[Place]:
    """The folders below a place in which there is no file at all."""
    for one in place.inside.values():
        if one.file is None and not any(True for _ in one.leaves()):
            yield one
        else:
            yield from empty_below(one)


def leads_to_several(inside: Level) -> bool:
    """Whether the only folder in a folder, or the only one in that, holds the work of several people."""
    if len(inside.folders) != 1 or inside.files or inside.claimed:
        return False
    deeper = Level.of(inside.folders[0])
    return deeper.several or leads_to_several(deeper)


def known_holders(here: Level, inner: dict[int, Level]) -> dict[int, str]:
    """With a roster: the folders of a level that it does not name, and that hold people whom it names."""
    found = {id(place): "" for place in here.folders if holds_known(place, inner[id(place)], bool(here.claimed))}
    alike = bool(found) and not here.claimed  # beside such a folder, one that holds one such file is none of a stranger
    return found | {id(place): "" for place in here.folders if alike and not place.archive and known_below(place)}


def holds_known(place: Place, inside: Level, among_known: bool) -> bool:
    """With a roster: whether people whom it names are in a folder that it does not name."""
    folders = any(deep.file is None for deep in known_below(place))
    number = len({claim.person for deep in known_below(place) for claim in deep.claims or ()})
    if place.archive:
        return number > 1 and not among_known
    return folders or number > 1 or (place.outermost and bool(inside.claimed or inside.labelled))


def known_below(place: Place) -> list[Place]:
    """The nearest places below one that somebody is named by."""
    found: list[Place] = []
    for one in place.level():
        if one.claims is not None and one.has_notebooks():
            found.append(one)
        elif one.file is None:
            found += known_below(one)
    return found
