"""The notebooks' first cell finds the course's files wherever a student is: beside it, uploaded, published, on Drive, nowhere."""

import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import nbformat
import pytest

from autograder.assignments import assignments
from autograder.authoring.build import build_notebook
from autograder.authoring.publishing import Address, address
from autograder.notebooks.cells import grade_id_of

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASE = ROOT / "release"
LAB = ["lab/__init__.py", "lab/show.py"]
COLAB = """
import sys, types
from pathlib import Path
def mount(place):
    print("asked for Drive")
    {refuses}
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = colab = types.ModuleType("google.colab")
colab.drive = types.SimpleNamespace(mount=mount)
"""
ASK = "\nimport lab; print('LAB', Path(lab.__file__).resolve())\n"

each_assignment = pytest.mark.parametrize("assignment", assignments())


def set_up(assignment: str = "part1", course: str = "") -> str:
    """The cell as it is released, with an address in its setting."""
    cells = nbformat.read(RELEASE / assignment / f"{assignments()[assignment].stem}.ipynb", as_version=4).cells
    (source,) = (cell.source for cell in cells if grade_id_of(cell) == "given_set_up")
    (line,) = (line for line in source.splitlines() if line.startswith("COURSE = "))
    return source.replace(line, f"COURSE = {course!r}")


def run(source: str, folder: Path) -> str:
    """What a cell prints in a Python that has none of our packages, in a folder."""
    done = subprocess.run([sys.executable, "-S", "-E", "-c", source], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def zipped(top: str, *extra: str) -> bytes:
    """A zip of a small lab/ under a folder, as uploads and repositories have it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in [*LAB, "data/public/cat.png", "feature_attribution.ipynb"]:
            archive.writestr(f"{top}{name}", "")
        for name in extra:
            archive.writestr(name, "")
    return buffer.getvalue()


@pytest.fixture
def published() -> Iterator[tuple[str, list[int]]]:
    """The address of a repository's zip on this machine; 404 for all else."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = self.path == "/main.zip"
            self.send_response(200 if there else 404)
            self.end_headers()
            self.wfile.write(zipped("course-main/release/part1/") if there else b"")

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@each_assignment
def test_beside_the_notebook_nothing_is_looked_for(assignment, tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "__init__.py").touch()
    said = run(set_up(assignment, "http://127.0.0.1:9/never.zip") + ASK, tmp_path)
    assert said.splitlines() == ["The course's folder lab/ is available.", f"LAB {tmp_path.resolve()}/lab/__init__.py"]


@pytest.mark.parametrize("name", ["part1.zip", "part1 (1).zip", "part1_homework.zip"])
@pytest.mark.parametrize("top", ["", "part1/"])
def test_an_uploaded_zip_is_unpacked(name, top, tmp_path):
    (tmp_path / name).write_bytes(zipped(top))
    said = run(set_up() + ASK, tmp_path)
    assert said.splitlines() == [
        "The course's folder lab/ was uploaded.",
        f"LAB {tmp_path.resolve()}/course/{top}lab/__init__.py",
    ]


@each_assignment
def test_an_address_in_a_cell_above_counts_for_the_locked_cell(assignment, published, tmp_path):
    """Students cannot edit the set-up; what they set before they run it is taken, also where it was run without before."""
    cells = nbformat.read(RELEASE / assignment / f"{assignments()[assignment].stem}.ipynb", as_version=4).cells
    (cell,) = (cell for cell in cells if grade_id_of(cell) == "given_set_up")
    assert cell.metadata.editable is False
    said = run(f'{cell.source}\nCOURSE = "{published}/main.zip"\n{cell.source}', tmp_path)
    assert "set COURSE in a new cell above" in said.splitlines()[0]
    assert said.splitlines()[-1] == "The course's folder lab/ was fetched."


@pytest.mark.parametrize("assignment", ["part1", "part1_homework"])
def test_a_zip_without_the_lab_is_passed_over_and_another_assignment_s_is_taken(assignment, tmp_path):
    """Each notebook asks for its own zip by name; part 1's, which students have already, serves the homework as before."""
    with zipfile.ZipFile(tmp_path / "a_holiday.zip", "w") as archive:
        archive.writestr("beach.png", "")
    assert f"upload {assignment}.zip beside" in run(set_up(assignment), tmp_path)
    (tmp_path / "part1.zip").write_bytes(zipped(""))
    assert run(set_up(assignment), tmp_path).splitlines() == ["The course's folder lab/ was uploaded."]


def test_what_notebooks_do_not_need_is_not_unpacked(tmp_path):
    (tmp_path / "part1.zip").write_bytes(zipped("part1/", "part1/lab/extra.py", "elsewhere/notes.txt"))
    run(set_up(), tmp_path)
    names = {path.relative_to(tmp_path / "course").as_posix() for path in (tmp_path / "course").rglob("*") if path.is_file()}
    assert names == {f"part1/{name}" for name in [*LAB, "lab/extra.py", "data/public/cat.png"]}


def test_the_real_release_is_found_in_its_zip(tmp_path):
    """Made as docs/colab.md says."""
    (command,) = re.findall(r"^python3 (-m zipfile .*)$", (ROOT / "docs" / "colab.md").read_text(encoding="utf-8"), re.M)
    words = command.replace("part1.zip", str(tmp_path / "part1.zip")).split()
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
    said = run(set_up() + ASK, tmp_path)
    assert f"LAB {tmp_path.resolve()}/course/lab/__init__.py" in said
    assert (tmp_path / "course" / "data" / "public" / "pocket_vgg19.pt").stat().st_size > 100_000


def test_it_is_fetched_from_where_the_course_is_published(published, tmp_path):
    said = run(set_up(course=f"{published}/main.zip") + ASK, tmp_path)
    assert said.splitlines()[0] == "The course's folder lab/ was fetched."
    assert said.splitlines()[1].endswith("course/course-main/release/part1/lab/__init__.py")


def test_a_wrong_address_is_said_and_drive_is_asked(published, tmp_path):
    drive = tmp_path / "drive" / "courses" / "part1"
    (drive / "lab").mkdir(parents=True)
    for name in LAB:
        (drive / name).touch()
    source = set_up(course=f"{published}/gone.zip").replace("/content/drive/MyDrive", str(tmp_path / "drive"))
    here = tmp_path / "here"
    here.mkdir()
    said = run(COLAB.format(refuses="pass") + source + ASK, here).splitlines()
    assert said[0] == "fetched: HTTPError: HTTP Error 404: Not Found"
    assert said[1:3] == ["asked for Drive", "The course's folder lab/ was on drive."]
    assert said[3] == f"LAB {drive.resolve()}/lab/__init__.py"


def test_who_refuses_drive_is_told_what_to_do(tmp_path):
    said = run(COLAB.format(refuses="raise ValueError('mount failed')") + set_up(), tmp_path).splitlines()
    assert said[1] == "on_drive: ValueError: mount failed"
    assert said[2].startswith("The folder lab/ is missing: upload part1.zip beside this notebook")


def test_a_broken_zip_is_said(tmp_path):
    (tmp_path / "part1.zip").write_bytes(b"<html>please log in</html>")
    said = run(set_up(), tmp_path).splitlines()
    assert said[0].startswith("uploaded: BadZipFile")
    assert said[1].startswith("The folder lab/ is missing")


# --- the one setting -----------------------------------------------------------------------------------------------


def setting(folder: Path, text: str) -> Path:
    path = folder / "course.toml"
    path.write_text(f"address = {json.dumps(text)}\n", encoding="utf-8")
    return path


def test_a_badge_and_a_zip_are_made_from_the_address(tmp_path):
    found = address(setting(tmp_path, "https://github.com/a-school/vision-2026/tree/main/release"))
    assert found == Address("a-school", "vision-2026", "main", "/release")
    assert found.archive == "https://github.com/a-school/vision-2026/archive/refs/heads/main.zip"
    path = "a-school/vision-2026/blob/main/release/part1/feature_attribution.ipynb"
    assert found.colab("part1", "feature_attribution") == f"https://colab.research.google.com/github/{path}"


@pytest.mark.parametrize("wrong", ["", "https://gitlab.com/a/b/tree/main", "https://github.com/a/b", "github.com/a/b/tree/main"])
def test_another_address_is_refused_with_what_is_expected(wrong, tmp_path):
    with pytest.raises(ValueError, match=r"course\.toml: address is .*expected https://github\.com/OWNER/REPOSITORY/tree/BRANCH"):
        address(setting(tmp_path, wrong))


def test_the_example_leads_nowhere(tmp_path):
    """Nobody can take its name and publish there."""
    assert address(setting(tmp_path, "https://github.com/YOUR_NAME/YOUR_COURSE/tree/main")).archive == ""


@each_assignment
def test_notebook_and_readme_have_the_settings_badge(assignment):
    assert address().badge(assignment, assignments()[assignment].stem) in (ROOT / "README.md").read_text(encoding="utf-8")
    link = address().link(assignment, assignments()[assignment].stem)
    assert link in build_notebook(assignment).cells[0].source
    assert link in nbformat.read(RELEASE / assignment / f"{assignments()[assignment].stem}.ipynb", as_version=4).cells[0].source
