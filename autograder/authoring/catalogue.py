"""The catalogues of what people read: each sentence of engine and course in a .pot file, and in a .po file for each language.

The engine's are in autograder/locale/, a course's in lessons/_locale/. Sentences are read from the source that makes them
(`autograder.authoring.sentences`) and, of known mistakes, from the hints that the course declares.
"""

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from autograder.assignments import all_tasks, assignments, tasks_of, with_needs
from autograder.authoring.sentences import checks_in, imported_from, sentences_in
from autograder.catalogues import COURSES, ENGINES, catalogue_in, chosen, po_file
from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of
from autograder.judging.known_mistakes import known
from autograder.layout import ENGINE, SENTENCES, course_root
from selfcheck.language import ENGLISH, PLACE

EVERY = (  # modules of which each text is read by students or teachers
    *(
        f"selfcheck/{name}.py"
        for name in ("check", "check_page", "compare", "comparisons", "judgement", "language", "near_misses", "variants")
    ),
    *(f"autograder/judging/{name}.py" for name in ("answers", "diagnosis", "judge", "marks", "observations")),
    *(f"autograder/judging/{name}.py" for name in ("true_statements", "verdict", "wording")),
    *(
        f"autograder/grading/{name}.py"
        for name in ("answer_images", "assessment", "causes", "forbidden", "place_faults", "variants")
    ),
    *(
        f"autograder/notebooks/{name}.py"
        for name in ("drawn_answers", "file_kinds", "parse", "rebuild", "renamed", "words_beside")
    ),
    *(f"autograder/execution/{name}.py" for name in ("runner", "walk")),
    *(
        "autograder/sandbox/kernel.py",
        "autograder/sandbox/forked_kernel.py",
        "autograder/deadlines.py",
        "autograder/feedback/facts.py",
        "autograder/gradebook/absence.py",
    ),
    *(f"autograder/reports/{name}.py" for name in ("attention", "first_questions", "interview")),
)
SPEAKING = (  # modules of which only some texts are: those that are given to `say`
    *("autograder/feedback/pages.py", "autograder/feedback/summary.py", "autograder/gradebook/preprocessors.py"),
    *("autograder/gradebook/page_facts.py", "autograder/reports/gradescope.py"),
    *(f"autograder/reports/{name}.py" for name in ("class_report", "figures", "tables", "terminal")),
)
UNSPOKEN = (  # how texts of these modules begin that neither students nor teachers read on a page
    *(
        "asked: ",
        "alone: ",
        "has {recipe}",
        "is on {networks}",
        "only general statements ",
        "{EXTENSIONS}: ",
        "cpu all",
        "seconds all",
    ),
    *("# ", "Still to be written, "),
)
HEADER = """msgid ""
msgstr ""
"{language}MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Sentences = dict[str, list[str]]  # English sentence or template -> the files that say it


def engine_sentences() -> Sentences:
    """All that the engine says to students and teachers."""
    found: Sentences = defaultdict(list)
    for name in sorted({*EVERY, *SPEAKING}):
        for sentence in sentences_in(ENGINE / name, every=name in EVERY):
            if not sentence.startswith(UNSPOKEN):
                found[sentence].append(name)
    return dict(found)


def course_sentences(root: Path | None = None) -> Sentences:
    """All that a course says of its tasks: the checks' sentences and complaints, the hints, and cases in words."""
    root = root or course_root()
    found: Sentences = defaultdict(list)
    for task in all_tasks(root):
        for name, sentences in of_task(task, root):
            for sentence in sentences:
                if name not in found[sentence]:
                    found[sentence].append(name)
    facts = root / "lab" / "case_facts.py"
    for sentence in sentences_in(facts, every=True) if facts.is_file() else ():
        found[sentence].append("lab/case_facts.py")
    return dict(found)


def of_task(task: str, root: Path) -> Iterator[tuple[str, Iterable[str]]]:
    """The files of a task, and of what it imports of the course, with their sentences."""
    rubric, misconceptions = folder_of(RUBRIC, root), folder_of(MISCONCEPTIONS, root)
    declared, checks = root / "lab" / "tasks" / f"{task}.py", root / rubric / f"test_{task}.py"
    yield f"{rubric}/test_{task}.py", checks_in(checks)
    yield f"{misconceptions}/{task}.py", [mistake.hint for mistake in known(task) if mistake.hint]
    packages = {"lab": root / "lab", rubric.replace("/", "."): root / rubric}
    for path in dict.fromkeys([declared, checks, *imported_from([declared, checks], packages)]):
        yield path.relative_to(root).as_posix(), sentences_in(path, every=True)


def sentences_of(folder: Path) -> Sentences:
    """The sentences that a folder of catalogues is to hold: the engine's, or those of the course in use."""
    return engine_sentences() if folder == ENGINES else course_sentences(folder.parent.parent)


def folders(root: Path | None = None) -> list[Path]:
    """Where catalogues are: the engine's, where it can be written, and the course's."""
    root = root or course_root()
    return [*([ENGINES] if root.resolve() == ENGINE else []), root / COURSES]


def update(root: Path | None = None, add: str = "") -> list[str]:
    """Writes all the catalogues anew: new sentences come in without a translation, gone ones go, all others stay.

    Args:
        add: the code of one more language.
    Returns:
        a line for each catalogue, with how much of it is translated.
    """
    lines = []
    for folder in folders(root):
        sentences = sentences_of(folder)
        for code in ["", *sorted({*codes(folder), *([add] if add else [])})]:
            path = po_file(folder, code) if code else pot_file(folder)
            old = dict(translations(path)) if path.is_file() else {}
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written(sentences, code, old), encoding="utf-8")
            done = sum(bool(old.get(sentence)) for sentence in sentences)
            lines.append(f"{path}: {len(sentences)} sentences" + (f", {done} translated" if code else ""))
    return lines


def written(sentences: Sentences, code: str, translated: Mapping[str, str]) -> str:
    """A catalogue as text, in the order in which sentences are found; no dates, so that the same makes the same."""
    catalogue, text = Catalog(), io.BytesIO()
    for sentence, files in sentences.items():
        catalogue.add(sentence, translated.get(sentence, ""), locations=[(name, 0) for name in sorted(set(files))])
    write_po(text, catalogue, width=120, omit_header=True, include_lineno=False, sort_output=False)
    return HEADER.format(language=f'Language: {code}\\n"\n"' if code else "") + text.getvalue().decode()


def pot_file(folder: Path) -> Path:
    return folder / ("engine.pot" if folder == ENGINES else "course.pot")


def codes(folder: Path) -> list[str]:
    """The languages that a folder of catalogues has."""
    return sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/*.po"))


def translations(file: Path) -> Iterator[tuple[str, str]]:
    """English and its translation, "" where there is none."""
    for message in catalogue_in(file):
        if message.id:
            yield str(message.id), str(message.string or "")


# --- what is wrong with them ----------------------------------------------------------------------------------------


def stale(root: Path | None = None) -> list[str]:
    """A line for each catalogue that does not hold exactly today's sentences."""
    lines = []
    for folder in folders(root):
        files = [pot_file(folder), *(po_file(folder, code) for code in codes(folder))]
        there = [file for file in files if file.is_file()]
        if not there:
            continue
        wanted = set(sentences_of(folder))
        for file in there:
            held = {english for english, _ in translations(file)}
            if held != wanted:
                lines.append(
                    f"{file}: {len(wanted - held)} sentences are missing, {len(held - wanted)} gone: `autograder catalogue`"
                )
    return lines


def language_faults(root: Path | None = None) -> Iterator[str]:
    """What is wrong with the language that a course has chosen, and with its catalogues' places for values."""
    try:
        chosen(root)
    except ValueError as error:
        yield str(error)
    folder = (root or course_root()) / COURSES
    for code in codes(folder):
        yield from place_faults(po_file(folder, code))


def place_faults(file: Path) -> Iterator[str]:
    """Translations whose places for values are not those of their sentence."""
    for english, translation in translations(file):
        if translation and sorted(PLACE.findall(english)) != sorted(PLACE.findall(translation)):
            yield f"{file}: {translation!r} has other places for values than {english!r}"


def untranslated(root: Path | None = None) -> Iterator[str]:
    """A note for each catalogue of the chosen language that lacks translations: what it lacks is said in English."""
    code = chosen(root)
    for folder in (ENGINES, (root or course_root()) / COURSES) if code != ENGLISH else ():
        missing = [english for english, translation in translations_or_none(po_file(folder, code)) if not translation]
        if missing:
            yield f"{po_file(folder, code)}: {len(missing)} sentences are said in English, the first: {missing[0]!r}"


def translations_or_none(file: Path) -> Iterator[tuple[str, str]]:
    return translations(file) if file.is_file() else iter(())


# --- what goes to students ------------------------------------------------------------------------------------------


def shipped_sentences(root: Path | None = None) -> dict[str, str]:
    """What the student's check of each assignment says in the course's language: name of a file -> its JSON text.

    In English there is no file; one that is there from before says that it is English again.
    """
    root, code = root or course_root(), chosen(root)
    found = {}
    for assignment in assignments(root):
        name = f"{SENTENCES}/{assignment}.json"
        if code != ENGLISH or (root / name).is_file():
            said = {"language": code, "sentences": said_in(assignment, root, code)}
            found[name] = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return found


def said_in(assignment: str, root: Path, code: str) -> dict[str, str]:
    """What the check of one assignment can say in a language, and nothing of the tasks of others."""
    if code == ENGLISH:
        return {}
    tasks = set(with_needs(tasks_of(assignment, root)))
    others = {f"{folder}{task}.py" for folder in own_folders(root) for task in set(all_tasks(root)) - tasks}
    found = {}
    for folder in (ENGINES, root / COURSES):
        for message in catalogue_in(file) if (file := po_file(folder, code)).is_file() else ():
            files = {name for name, _ in message.locations} - others
            if message.id and message.string and any(name.startswith("selfcheck/") or folder != ENGINES for name in files):
                found[str(message.id)] = str(message.string)
    return found


def own_folders(root: Path) -> tuple[str, ...]:
    """How the names of a task's own files begin."""
    return "lab/tasks/", f"{folder_of(RUBRIC, root)}/test_", f"{folder_of(MISCONCEPTIONS, root)}/"
