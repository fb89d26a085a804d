"""What in the name of a folder, an archive or a notebook may be a person's name, and what surely is none."""

import re
from dataclasses import dataclass

from autograder.collection.archive_reader import is_archive
from autograder.collection.names import latin, words_of

NOTEBOOK = re.compile(r"\.ipynb(?:\.(?:txt|json))?$", re.IGNORECASE)  # browsers add what they think it is
# words that say what something is, and may also stand around a student's name: "ada_hw1_final"
WORK_WORDS = frozenset(
    """
    assignment assignments submission submissions submitted homework hw part exercise exercises final notebook notebooks
    solution solutions solved done complete completed submit copy kopie copie copia version ver v draft entwurf backup
    loesung losung losungen abgabe abgaben ubung ubungen uebung uebungen aufgabe aufgaben blatt uploaded checkpoint
    checkpoints ipynb project projekt
    """.split()  # noqa: SIM905 - a hundred quotation marks say no more
)
# words in names of archives and folders that are not a student's
GENERIC_WORDS = WORK_WORDS | frozenset(
    """
    export exports download downloads archive archives class course courses kurs student students all new canvas moodle gradescope
    blackboard brightspace d2l ilias sakai olat openolat teams google classroom drive github lms release source zip folder files
    file data results work of von de my attempt loose tmp temp desktop documents lab task tasks section sections sektion group
    groups gruppe gruppen team tutorium tutorial tutorials tut session week woche term semester sose wise ss ws fall autumn winter
    spring summer cohort year jahr einreichungen participants teilnehmer studierende returned attachment attachments dropbox
    dropboxes assignsubmission onlinetext multi feedback late graded ungraded old alt neu try versuch latest last collected
    monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag
    uni university faculty department school inbound outbound
    main master single one mine example examples sample samples
    unzipped extracted stuff misc other others script scripts src code image images img figure figures
    """.split()  # noqa: SIM905
)
# a label with one of these is that of many, whatever else it says: "PSY101 Fall 2026", "Section Müller"
OF_MANY = re.compile(
    r"(section|sektion|course|kurs|tutorium|tutorial|semester|sose|wise|cohort)s?\d*|(fall|autumn|winter|spring|summer)\d{2,4}"
)
SEASON = re.compile(r"fall|autumn|winter|spring|summer|ws|ss")
YEAR = re.compile(r"(19|20)?\d\d")
DATED = re.compile(r"(?<=\D)\d{4}-\d\d-\d\d(?:[ T_-]?\d\d(?:[-:.]?\d\d){0,2})?$")  # at a name's end
STAMP = re.compile(r"\d{8}t\d{4,6}z?")  # Google Drive's downloads


@dataclass(frozen=True)
class Assignment:
    """Assignment to collect for: its name, and those of its notebooks, without .ipynb."""

    name: str
    notebooks: tuple[str, ...]

    @property
    def words(self) -> set[str]:
        return {*words_of(self.name), *(word for name in self.notebooks for word in words_of(name))}

    def is_generic(self, label: str) -> bool:
        """Whether a folder's or an archive's name is surely no student's."""
        words = words_of(label)
        if len(words) == 1 and words[0].isdecimal() and len(words[0]) > len("2026"):
            return False  # students may be numbers
        if of_many(words):
            return True
        left = [word for word in words if word not in self.words and not STAMP.fullmatch(word)]
        said = [word for word in left if word.strip("0123456789") in GENERIC_WORDS]
        others = [word for word in left if word not in said and word.strip("0123456789")]
        return not others or (bool(said) and all(len(word) == 1 for word in others))  # Section A, attachment(s)

    def is_work(self, word: str) -> bool:
        """Whether a word beside a student's name says only what the file is."""
        own = words_of(self.name)
        plain = "".join(words_of(word))
        return plain in own or plain == "".join(own) or re.sub(r"(?<=\D)\d{1,2}$", "", plain) in WORK_WORDS


def is_drives(label: str) -> bool:
    """Whether an archive is named as Google Drive names what it packs: by a folder in it and the time."""
    return any(STAMP.fullmatch(word) for word in words_of(label))


def of_many(words: list[str]) -> bool:
    """Whether a name's words say that it is of many people: a section, a course, a term."""
    if any(OF_MANY.fullmatch(word) for word in words):
        return True
    return any(SEASON.fullmatch(word) for word in words) and any(YEAR.fullmatch(word) for word in words)


def label_of(part: str, folder: bool, assignment: Assignment) -> str | None:
    """Returns what of a name may be a person's: without endings, the notebook's own name and words about the work.

    So the same student has the same label for each assignment: ada_hw1.ipynb, part2-ada/, "Bob Muster - Copy of x.ipynb".
    None where nothing is left, or what is left is surely nobody's name.
    """
    label = part
    if not folder:
        label = NOTEBOOK.sub("", part) if not is_archive(part) else re.sub(r"(\.tar)?\.\w+$", "", part)
    for notebook in sorted(assignment.notebooks, key=len, reverse=True):
        spelled = r"[\s_-]*".join(map(re.escape, re.split(r"[\s_-]+", notebook)))
        label = re.sub(rf"(?<![^\W_]){spelled}(?![^\W\d_])", "", label, flags=re.IGNORECASE)
    label = DATED.sub("", re.sub(r"\s*\(\d+\)$", "", label)).strip(" ._-")
    if not folder:
        label = first_segment(label, assignment)
    if not label or assignment.is_generic(label) or all(len(word) == 1 for word in words_of(label)):  # B.zip
        return None
    return without_work(label, assignment)


def first_segment(label: str, assignment: Assignment) -> str:
    """The person in Google Classroom's "Bob Muster - Copy of something": the first part, and numbers behind it."""
    segments = re.split(r"\s+-\s+|\s+-$", label)
    for number, segment in enumerate(segments):
        if segment and not assignment.is_generic(segment):
            numbers = [one for one in segments[number + 1 :] if one.strip().isdecimal()]
            return " ".join([segment, *numbers[:1]])
    return label


def without_work(label: str, assignment: Assignment) -> str:
    """The label without words about the work at its ends, if something that may be a name is left."""
    words = list(re.finditer(r"[^\s_.\-–]+", label))
    first, last = 0, len(words)
    while first < last - 1 and (assignment.is_work(words[first][0]) or is_bare_of(words, first, first > 0)):
        first += 1
    while last - 1 > first and ends_in_work(words, last - 1, assignment):
        last -= 1
    kept = label[words[first].start() : words[last - 1].end()] if words else label
    return label if assignment.is_generic(kept) else kept


def is_bare_of(words: list[re.Match], position: int, follows_work: bool) -> bool:
    """Whether a word is the "of" of "copy of", or the number of "part 1"."""
    text = words[position][0].casefold()
    return follows_work and (text in ("of", "von", "de") or bool(re.fullmatch(r"\d{1,2}", text)))


def ends_in_work(words: list[re.Match], position: int, assignment: Assignment) -> bool:
    """Whether a word at the end says only what the file is: a word about the work, or the number or the "of" beside one."""
    text = latin(words[position][0]).casefold()
    beside = position > 0 and assignment.is_work(words[position - 1][0])
    return assignment.is_work(text) or (beside and bool(re.fullmatch(r"\d{1,2}|of|von|de", text)))
