"""What strangers look for is there and true: licences, changes, workflow, hooks, forms, old names."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from autograder import old_names
from autograder.cli import arguments
from autograder.commands import old_commands
from autograder.commands.options import OldFlag
from autograder.course_toml import FORMATS
from autograder.notebooks import cells

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = ROOT / "changelog.d"
TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
OWNER = "The course's authors"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def yaml_of(name: str):
    return yaml.safe_load(text_of(name))


def toml_of(name: str) -> dict:
    return tomllib.loads(text_of(name))


@cache
def project() -> dict:
    return toml_of("pyproject.toml")["project"]


def constraints() -> dict[str, str]:
    """Package -> the version that was tested."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)$", text_of("constraints.txt"), re.M))


def rows(page: str) -> list[list[str]]:
    """The cells of a page's tables, without their backticks."""
    lines = [line for line in text_of(page).splitlines() if line.startswith("| ")]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


# --- licences ----------------------------------------------------------------------------------------------------------


def licences() -> list[dict]:
    return toml_of("REUSE.toml")["annotations"]


def as_pattern(glob: str) -> re.Pattern:
    """As REUSE reads a path: * stands for what is within one folder, ** for anything."""
    return re.compile(
        "".join(".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part) for part in re.split(r"(\*+)", glob))
    )


def licence_of(name: str) -> str:
    """The last entry that fits a file counts."""
    globs = [
        (path, entry) for entry in licences() for path in ([entry["path"]] if isinstance(entry["path"], str) else entry["path"])
    ]
    return [entry["SPDX-License-Identifier"] for path, entry in globs if as_pattern(path).fullmatch(name)][-1]


def test_every_licence_that_is_named_has_its_text_and_no_other():
    named = {word for entry in licences() for word in entry["SPDX-License-Identifier"].split(" AND ")}
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}


def test_the_package_is_under_the_licence_on_top():
    assert project()["license"] == licence_of("autograder/cli.py") == yaml_of("CITATION.cff")["license"] == "BSD-3-Clause"
    terms = [text_of(name).partition("Redistribution")[2] for name in ("LICENSE", "LICENSES/BSD-3-Clause.txt")]
    assert terms[0] == terms[1] != ""
    assert project()["license-files"] == ["LICENSE"]


def test_every_entry_of_the_licences_speaks_of_a_file():
    files = [path.relative_to(ROOT).as_posix() for room in ("data", "docs", "lessons", "source", "release", "reference_solutions")
             for path in (ROOT / room).rglob("*") if path.is_file()]  # fmt: skip
    for entry in licences():
        for glob in [entry["path"]] if isinstance(entry["path"], str) else entry["path"]:
            assert any(as_pattern(glob).fullmatch(name) for name in files), glob


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("lab/show.py", "BSD-3-Clause"),
        ("lessons/part1/feature_attribution.py", "CC-BY-4.0 AND BSD-3-Clause"),
        ("release/part1/feature_attribution.ipynb", "CC-BY-4.0 AND BSD-3-Clause"),
        ("release/part1/lab/show.py", "BSD-3-Clause"),
        ("release/part1/data/public/coffee.png", "CC0-1.0"),
        ("docs/report.png", "CC-BY-4.0"),
        ("docs/scaling.md", "BSD-3-Clause"),
    ],
)
def test_a_file_has_the_licence_of_its_kind(name, licence):
    assert (ROOT / name).is_file()
    assert licence_of(name) == licence


KINDS = {"CC0": "CC0-1.0", "public domain": "LicenseRef-Public-Domain", "the course's own": "BSD-3-Clause"}


def test_data_is_licensed_as_its_manifest_says_and_the_page_has_it():
    said = {cells[0]: cells[2] for cells in rows("docs/licences.md") if cells[0].startswith(("public/", "held_out/"))}
    manifest = {entry["path"]: entry["licence"].partition(" (")[0] for entry in toml_of("data/manifest.toml")["file"]}
    assert said == manifest
    assert {name: licence_of(f"data/{name}") for name in manifest} == {name: KINDS[licence] for name, licence in manifest.items()}


def test_every_paper_of_the_lessons_is_on_the_page():
    lessons = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lessons").glob("[!_]*/*.py"))
    papers = set(re.findall(r"arxiv\.org/abs/([\d.]+\d)", lessons))
    assert papers
    assert papers <= set(re.findall(r"arxiv\.org/abs/([\d.]+\d)", text_of("docs/licences.md")))


@pytest.mark.parametrize("word", [OWNER, "YOUR_NAME/YOUR_COURSE"])
def test_the_readme_says_where_each_placeholder_stands(word):
    paragraph = text_of("README.md").partition("replace the placeholders")[2].partition("\n\n")[0]
    names = [name for name in re.findall(r"`([\w.-]+)/?`", paragraph) if (ROOT / name).exists()]
    places = ("LICENSE", "LICENSE-LESSONS", "REUSE.toml", "CITATION.cff", "pyproject.toml")
    assert {name for name in places if word in text_of(name)} <= set(names)
    assert word in paragraph


def test_the_citation_has_what_its_format_asks_for():
    """Keys, types and dates of version 1.2.0 of the Citation File Format, as far as this file uses it."""
    known = {
        *("abstract", "authors", "cff-version", "date-released", "identifiers", "keywords", "license", "message"),
        *("references", "repository-code", "title", "type", "url", "version"),
    }
    citation = yaml_of("CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys() <= known
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "software")
    assert str(citation["version"]) == project()["version"]
    for work in citation["references"]:
        assert (
            {"type", "title", "authors"} <= work.keys() <= {"type", "title", "authors", "year", "collection-title", "url", "doi"}
        )
        assert 1900 < work["year"] <= date.today().year
    for author in [*citation["authors"], *(author for work in citation["references"] for author in work["authors"])]:
        assert author.keys() in ({"name"}, {"family-names", "given-names"})


# --- change log and versions -------------------------------------------------------------------------------------------


def kinds() -> list[str]:
    return [kind["directory"] for kind in toml_of("pyproject.toml")["tool"]["towncrier"]["type"]]


def test_every_fragment_is_of_a_kind_and_says_something():
    found = [path for path in sorted(FRAGMENTS.iterdir()) if path.name != "README.md"]
    for path in found:
        assert re.fullmatch(rf"(\d+|\+[\w-]+)\.({'|'.join(kinds())})\.md", path.name), path.name
        words = path.read_text(encoding="utf-8").strip()
        assert words.endswith("."), path.name
        assert "\n\n" not in words, "one paragraph"


def test_kinds_of_fragments_are_those_that_contributors_are_told():
    assert [row[0] for row in rows("CONTRIBUTING.md") if row[0] in kinds()] == kinds()


def test_the_change_log_has_the_line_below_which_releases_are_put():
    assert text_of("CHANGELOG.md").count("<!-- towncrier release notes start -->") == 1


def old_flags() -> dict[str, str]:
    """Every flag that is accepted under an old name, of all the commands."""
    found, parsers = {}, [arguments()]
    while parsers:
        for action in parsers.pop()._actions:
            if isinstance(action, OldFlag):
                found |= dict.fromkeys((f"flag {flag}" for flag in action.option_strings), action.new)
            elif isinstance(action.choices, dict):
                parsers += action.choices.values()
    return found


def test_the_table_of_old_names_is_what_is_accepted():
    accepted = {f"command {old}": f"autograder {' '.join(new)}" for old, new in old_commands.RENAMED.items()}
    accepted |= {"command train-pocket": "make pocket-model"}
    accepted |= {f"module {old}": new for old, new in old_names.RENAMED.items()}
    accepted |= {f"metadata key {cells.OLD_KEY} in notebooks": cells.KEY}
    assert len(old_flags()) > 2
    accepted |= old_flags()
    assert {
        row[0]: row[1] for row in rows("docs/versions.md") if row[0].split()[0] in ("command", "flag", "module", "metadata")
    } == accepted


# --- workflow, hooks, forms --------------------------------------------------------------------------------------------


def workflow() -> dict:
    return yaml_of(".github/workflows/ci.yml")


def commands(job: dict) -> list[str]:
    return [line for step in job["steps"] if "run" in step for line in step["run"].splitlines()]


def makefile_targets() -> set[str]:
    text = text_of("Makefile")
    return set(re.findall(r"^([\w./-]+):(?!=)", text, re.M))


def targets_in(lines) -> set[str]:
    return {words[1] for words in map(str.split, lines) if words[:1] == ["make"]}


@pytest.mark.parametrize("job", workflow()["jobs"])
def test_every_step_of_the_workflow_runs_what_is_there(job):
    assert commands(workflow()["jobs"][job])
    for line in commands(workflow()["jobs"][job]):
        program, *words = line.split()
        assert program in ("make", "bash"), line
        assert words
        for word in words:
            assert word in makefile_targets() if program == "make" else (ROOT / word).is_file(), line


def test_the_workflow_runs_all_parts_of_the_gate():
    gate = re.sub(r"#.*|\b[A-Z_]+=\w+ ", "", text_of(".ci/run"))
    parts = targets_in(gate.splitlines()) - {".venv/installed", ".venv/hub"}  # which the others make themselves
    assert {"test", "check", "demo", "hub-test"} <= parts
    assert parts == targets_in(line for job in workflow()["jobs"].values() for line in commands(job))
    assert workflow()["jobs"]["hub"]["env"]["HUB_TEST"] == "required"


def test_the_workflow_may_read_and_nothing_else():
    assert workflow()["permissions"] == {"contents": "read"}
    for job in workflow()["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 360


def test_the_workflow_tests_the_pythons_that_the_package_names():
    named = [
        found[1]
        for line in project()["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line))
    ]
    assert workflow()["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    assert project()["requires-python"] == f">={named[0]}"


def test_hooks_have_the_versions_that_were_tested():
    packages = {"ruff-pre-commit": "ruff", "reuse-tool": "reuse"}
    repos = [repo for repo in yaml_of(".pre-commit-config.yaml")["repos"] if repo["repo"] != "local"]
    assert {packages[repo["repo"].rpartition("/")[2]]: repo["rev"] for repo in repos} == {
        package: f"v{constraints()[package]}" for package in packages.values()
    }


def test_hooks_of_our_own_run_what_is_installed():
    for repo in yaml_of(".pre-commit-config.yaml")["repos"]:
        for hook in repo["hooks"] if repo["repo"] == "local" else []:
            program, *words = hook["entry"].split()
            assert program.rpartition("/")[2] in {*project()["scripts"], *project()["optional-dependencies"]["dev"]}, hook["id"]
            if program.endswith("autograder"):
                arguments().parse_args(words)


def test_what_contributors_install_is_pinned():
    pinned = {name.lower().replace("_", "-") for name in constraints()}
    assert set(project()["optional-dependencies"]["contribute"]) <= pinned


@pytest.mark.parametrize("form", [path.name for path in sorted(TEMPLATES.glob("*.yml")) if path.name != "config.yml"])
def test_a_form_has_what_github_asks_for(form):
    made = yaml_of(f".github/ISSUE_TEMPLATE/{form}")
    assert {"name", "description", "body"} <= made.keys() <= {"name", "description", "body", "title", "labels"}
    names = [field["id"] for field in made["body"] if field["type"] != "markdown"]
    assert len(set(names)) == len(names) > 0
    for field in made["body"]:
        assert field["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        assert field["attributes"].get("value" if field["type"] == "markdown" else "label")


# --- versions ----------------------------------------------------------------------------------------------------------


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def old_name_rows() -> list[list[str]]:
    return [row for row in rows("docs/versions.md") if row[0].split()[0] in ("command", "flag", "module", "metadata", "class")]


def test_no_old_name_outlives_the_release_that_it_was_to_be_gone_in():
    now = numbers(project()["version"])
    assert len(old_name_rows()) > 10
    for name, _, accepted, gone in old_name_rows():
        assert numbers(accepted) <= now < numbers(gone), name
        assert numbers(accepted) < numbers(gone), name


def test_every_format_of_courses_is_explained():
    assert [int(row[0]) for row in rows("docs/versions.md") if row[0].isdigit()] == list(FORMATS)


def test_every_release_that_asks_for_action_says_how_to_migrate():
    """The one in the making, and each in the change log that has such a section."""
    releases = re.findall(r"^## (\d+\.\d+)(.*?)(?=^## |\Z)", text_of("CHANGELOG.md"), re.M | re.S)
    asks = [version for version, text in releases if "### Action needed" in text]
    if any(path.match("*.breaking.md") for path in FRAGMENTS.iterdir()):
        asks.append(".".join(map(str, numbers(project()["version"]))))
    described = re.findall(r"^## From \d+\.\d+ to (\d+\.\d+)$", text_of("docs/versions.md"), re.M)
    assert asks
    assert set(asks) <= set(described)
