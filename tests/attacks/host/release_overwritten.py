"""Overwrites the release and the rubric, by which all the notebooks after this one are graded."""

# cell: saliency_map
from pathlib import Path

for path in (
    "@COURSE@/release/part1/feature_attribution.ipynb",
    "@PROJECT@/autograder/rubric/test_saliency_map.py",
    "@PROJECT@/lab/tasks/saliency_map.py",
    "@PROJECT@/selfcheck/check.py",
    "@PROJECT@/data/public/fingerprints/part1.json",
    "@PROJECT@/data/public/pocket_vgg19.pt",
):
    try:
        with Path(path).open("r+b") as file:
            reached(f"{path} can be written: {file.read(1)}")
    except OSError:
        pass
