"""Where the notebooks of a release lie: asked of the folders alone."""

from pathlib import Path


def release_file(release: Path, name: str = "*") -> Path:
    """The notebook of a release folder.

    Raises:
        FileNotFoundError: there is none; the assignment was not generated.
    """
    found = sorted(release.glob(f"{name}.ipynb"))
    if not found:
        raise FileNotFoundError(f"no notebook in {release}: run `nbgrader generate_assignment {release.name}` first")
    return found[0]


def release_folders(root: Path) -> list[Path]:
    """The release folders below one.

    Raises:
        FileNotFoundError: there is none.
    """
    found = sorted(root.glob("*/"))
    if not found:
        raise FileNotFoundError(f"no release in {root}: run `autograder build` first")
    return found
