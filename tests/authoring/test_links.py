"""source/ holds links file by file beside its notebooks: what nbgrader, git, zips and the places of grading make of them."""

import filecmp
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.assignments import assignments
from autograder.authoring import shipping
from tests.this_course import ROOT

pytestmark = pytest.mark.slow

HOMEWORK = "part1_homework"
BUILD = """
import sys
from pathlib import Path
from autograder.authoring import build
from autograder.layout import course_root
def there_are(assignment, before):
    return (course_root() / build.FINGERPRINTS / f"{assignment}.json").read_text(encoding="utf-8")
build.fingerprints_since = there_are
def refused(self, target):
    raise OSError("links need a privilege")
if "no links" in sys.argv:
    Path.symlink_to = refused
build.build(quick=True)
"""


def beside(assignment: str, room: str, root: Path = ROOT) -> list[Path]:
    """The files beside an assignment's notebook."""
    paths = sorted((root / room / assignment).rglob("*"))
    kept = (path for path in paths if not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts) and path.suffix != ".ipynb")
    return [path for path in kept if path.is_symlink() or not path.is_dir()]


def run(root: Path, *command: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(root), "JUPYTER_PREFER_ENV_PATH": "1", "HOME": str(root)}
    return subprocess.run(list(map(str, command)), cwd=root, env=environment, capture_output=True, text=True, check=False)


def nbgrader(root: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run(root, sys.executable, "-m", "nbgrader", *words)


def git(root: Path, *words: object) -> str:
    settings = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    done = run(root, "git", *settings, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """The product's files as they are now, committed."""
    root = tmp_path_factory.mktemp("repository") / "course"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if os.path.lexists(ROOT / name) and not name.startswith("tests/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name, follow_symlinks=False)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "the course")
    return root


def cloned(repository: Path, place: Path) -> Path:
    """A checkout as on Windows, where links become files that hold their path."""
    run(place.parent, "git", "-c", "core.symlinks=false", "clone", "--quiet", repository, place)
    git(place, "config", "core.symlinks", "false")
    return place


def unzipped(repository: Path, place: Path) -> Path:
    """A download, unpacked by a program that makes no links."""
    git(repository, "archive", "--format=zip", "--output", place.with_suffix(".zip"), "HEAD")
    with zipfile.ZipFile(place.with_suffix(".zip")) as archive:
        archive.extractall(place)
    return place


@pytest.mark.parametrize("assignment", assignments())
def test_source_holds_links_to_the_files_themselves_and_release_holds_files(assignment):
    paths = beside(assignment, "source")
    assert len(paths) == len(shipping.shipped_files(assignment)), "make build"
    for path in paths:
        assert path.is_symlink(), f"{path}: make build"
        assert not os.readlink(path).startswith("/")
        assert path.resolve() == ROOT / path.relative_to(ROOT / "source" / assignment)
    assert [path for path in beside(assignment, "release") if path.is_symlink()] == []


def test_nbgrader_releases_and_a_student_fetches_the_same_bytes(repository, tmp_path):
    """By nbgrader's own commands, from the links to the student's folder."""
    course, exchange, student = tmp_path / "course", tmp_path / "exchange", tmp_path / "student"
    shutil.copytree(repository, course, symlinks=True)
    exchange.mkdir()
    exchange.chmod(0o777)
    student.mkdir()
    shutil.rmtree(course / "release")
    done = nbgrader(course, "generate_assignment", HOMEWORK, "--create")
    assert done.returncode == 0, done.stderr
    for words in (("release_assignment", HOMEWORK), ("fetch_assignment", HOMEWORK)):
        place = course if words[0] == "release_assignment" else student
        done = nbgrader(place, *words, "--course", "feature_attribution", f"--Exchange.root={exchange}")
        assert done.returncode == 0, done.stderr
    for room in (course / "release" / HOMEWORK, student / HOMEWORK):
        found = [path for path in room.rglob("*") if not path.is_dir()]
        assert [path for path in found if path.is_symlink()] == []
        names = [path.relative_to(room).as_posix() for path in found]
        assert len(names) == len(shipping.shipped_files(HOMEWORK)) + 1
        assert filecmp.cmpfiles(room, ROOT / "release" / HOMEWORK, names, shallow=False) == (names, [], [])


@pytest.mark.parametrize("fetch", [cloned, unzipped])
def test_where_links_have_become_text_a_build_makes_them_again(fetch, repository, tmp_path):
    place = fetch(repository, tmp_path / "course")
    assert [path for path in beside(HOMEWORK, "source", place) if path.is_symlink()] == []
    assert (place / "source" / HOMEWORK / "lab" / "check.py").read_text(encoding="utf-8") == "../../../lab/check.py"
    done = run(place, sys.executable, "-c", BUILD)
    assert done.returncode == 0, done.stderr
    assert all(path.is_symlink() and path.exists() for path in beside(HOMEWORK, "source", place))
    for assignment in assignments():
        assert filecmp.dircmp(place / "release" / assignment, ROOT / "release" / assignment, ["__pycache__"]).diff_files == []
    if fetch is cloned:
        assert git(place, "status", "--porcelain") == ""


def test_where_the_disk_makes_no_links_a_build_leaves_git_nothing_to_commit(repository, tmp_path):
    """And the release is whole all the same."""
    place = cloned(repository, tmp_path / "course")
    (place / "release" / HOMEWORK / "lab" / "check.py").unlink()
    done = run(place, sys.executable, "-c", BUILD, "no links")
    assert done.returncode == 0, done.stderr
    assert [path for path in place.rglob("source/**/*") if path.is_symlink()] == []
    assert git(place, "status", "--porcelain") == ""


def lost_in_a_checkout(repository: Path, place: Path) -> Path:
    return cloned(repository, place)


def lost_in_a_copy(repository: Path, place: Path) -> Path:
    """source/ copied elsewhere with its links, without what they lead to."""
    for name in ("source", "release"):
        shutil.copytree(repository / name, place / name, symlinks=True)
    shutil.copyfile(repository / "nbgrader_config.py", place / "nbgrader_config.py")
    return place


@pytest.mark.parametrize("lose", [lost_in_a_checkout, lost_in_a_copy])
def test_nbgrader_refuses_lost_links_in_a_line_and_keeps_the_release(lose, repository, tmp_path):
    place = lose(repository, tmp_path / "course")
    done = run(
        ROOT, sys.executable, "-m", "nbgrader", "generate_assignment", HOMEWORK, "--force", "--create", f"--course-dir={place}"
    )
    assert done.returncode != 0
    assert "was a link to the course's file" in done.stderr
    assert "cp -rL" in done.stderr
    for path in beside(HOMEWORK, "release"):
        name = path.relative_to(ROOT)
        assert (place / name).read_bytes() == path.read_bytes(), name


def test_every_place_of_grading_gets_files(repository, tmp_path):
    """As deploy/ copies source/: by Python, by cp, and by Docker, which keeps links and has what they lead to."""
    sys.path.insert(0, str(ROOT / "deploy" / "jupyterhub"))
    try:
        import prepare
    finally:
        sys.path.pop(0)
    prepare.put_course(tmp_path / "hub", "simple")
    (line,) = [text for text in (ROOT / "deploy" / "tljh" / "install.sh").read_text().splitlines() if "/source" in text]
    copy = line.partition("|| ")[2].replace("$here", str(ROOT)).replace("/home/$grader/$course", str(tmp_path / "tljh"))
    (tmp_path / "tljh").mkdir()
    subprocess.run(["bash", "-c", copy], check=True)
    copied = [
        text.split()[1] for text in (ROOT / "deploy" / "kubernetes" / "Dockerfile").read_text().splitlines() if "COPY" in text
    ]
    for name in {"lab", "selfcheck", "data", "source"} & set(copied):
        shutil.copytree(ROOT / name, tmp_path / "image" / name, symlinks=True)
    shutil.copytree(tmp_path / "image" / "source", tmp_path / "pod" / "source")  # as etc/grader/nbgrader_config.py does
    for place in ("hub", "tljh", "pod"):
        found = beside(HOMEWORK, "source", tmp_path / place)
        assert len(found) == len(shipping.shipped_files(HOMEWORK)), place
        assert [path for path in found if path.is_symlink()] == [], place
        for path in found:
            assert path.read_bytes() == (ROOT / path.relative_to(tmp_path / place / "source" / HOMEWORK)).read_bytes()


def test_building_over_links_never_writes_through_them(repository, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(repository, course, symlinks=True)
    marked = course / "selfcheck" / "printable.py"
    marked.write_text(marked.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    done = run(course, sys.executable, "-c", BUILD)
    assert done.returncode == 0, done.stderr
    assert marked.read_text(encoding="utf-8").endswith("# changed\n")
    assert (course / "release" / HOMEWORK / "selfcheck" / "printable.py").read_bytes() == marked.read_bytes()
    changed = {line[3:] for line in git(course, "status", "--porcelain").splitlines()}
    assert changed == {"selfcheck/printable.py", *(f"release/{name}/selfcheck/printable.py" for name in assignments())}
