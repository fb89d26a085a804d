"""Writes a release into build/release/: the engine's wheel, this course as a template, the site. verify.py then tries them.

Two runs on one commit write the same archives, byte by byte: names in order, the commit's time, nobody's account. What git does
not track goes into none of them.
"""

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASE, SITE = ROOT / "build" / "release", ROOT / "build" / "site"
OF_THE_WHEEL = ("autograder", "selfcheck", "pyproject.toml", "LICENSE", "docs/engine.md")
OF_THE_COURSE = (
    *("lessons", "lab", "reference_solutions", "data", "nbgrader_config.py", "tests/submissions", "autograder/rubric"),
    *("autograder/misconceptions", "deploy/colab/requirements.txt", "constraints.txt", "LICENSE", "LICENSE-LESSONS"),
)
MOVED = re.compile(r"\bautograder([./])(rubric|misconceptions)\b")  # in a course of its own they stand at the top
TEMPLATES = ROOT / "autograder" / "authoring" / "templates" / "course"
NAME, TITLE = "feature_attribution", "Feature attribution in vision"


def project() -> dict:
    """The table of pyproject.toml that describes the engine."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked(*places: str) -> Iterator[str]:
    """The files that git tracks in some places, in order; links as what they lead to."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *places], cwd=ROOT, check=True, capture_output=True, text=True)
    yield from sorted(name for name in listed.stdout.split("\0") if name)


def time_of_commit() -> int:
    """Of the last commit, in seconds since 1970."""
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(shown.stdout)


def write_archive(path: Path, files: dict[str, bytes], time: int) -> Path:
    """Writes a .tar.gz file whose bytes depend on names, contents and the time alone.

    Args:
        files: name in the archive -> contents.
        time: of all the files, in seconds since 1970.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, contents in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(contents), time, 0o644
            archive.addfile(entry, io.BytesIO(contents))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=time))
    return path


def write_wheel(target: Path, *options: str) -> Path:
    """Builds the engine's wheel in a copy, where nothing of an earlier build lies.

    Args:
        options: more for `python -m build`.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in tracked(*OF_THE_WHEEL):
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, Path(folder) / name)
        command = [sys.executable, "-m", "build", "--wheel", *options, "--outdir", folder, folder]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(time_of_commit()), "PYTHONPATH": ""}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the wheel was not built: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        (wheel,) = Path(folder).glob("*.whl")
        return Path(shutil.copy(wheel, target))


def course_files() -> dict[str, bytes]:
    """What the course's archive holds: name -> contents. Its rubric and its known mistakes stand at the top there."""
    files = {MOVED.sub(r"\2", name): moved_within(ROOT / name) for name in tracked(*OF_THE_COURSE)}
    readme = (TEMPLATES / "README.md.in").read_text(encoding="utf-8").replace("COURSE_TITLE", TITLE)
    files["README.md"] = f"{readme}\nFirst: `pip install -r requirements.txt -c constraints.txt`\n".encode()
    files[".gitignore"] = (TEMPLATES / "dot_gitignore.in").read_bytes()
    needed = [f"{project()['name']}=={project()['version']}", *project()["optional-dependencies"]["feature-attribution"]]
    files["requirements.txt"] = "".join(f"{line}\n" for line in needed).encode()
    return files


def moved_within(path: Path) -> bytes:
    """A file's contents, with the names that its modules have in an archive."""
    if path.suffix not in (".py", ".toml"):
        return path.read_bytes()
    return MOVED.sub(r"\2", path.read_text(encoding="utf-8")).encode()


def main() -> None:
    """Writes all that a release consists of, and says where."""
    if not (SITE / "index.html").is_file():
        sys.exit(f"there is no site in {SITE}: make docs")
    shutil.rmtree(RELEASE, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    time, version = time_of_commit(), project()["version"]
    course = {f"{NAME}-{version}/{name}": contents for name, contents in course_files().items()}
    site = {f"site-{version}/{path.relative_to(SITE)}": path.read_bytes() for path in SITE.rglob("*") if path.is_file()}
    written = [
        write_wheel(RELEASE),
        write_archive(RELEASE / f"course-{NAME}-{version}.tar.gz", course, time),
        write_archive(RELEASE / f"site-{version}.tar.gz", site, time),
        Path(shutil.copy(ROOT / "constraints.txt", RELEASE)),
    ]
    for path in written:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
