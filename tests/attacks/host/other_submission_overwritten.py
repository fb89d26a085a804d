"""Overwrites what another student has handed in, and adds a student who does not exist."""

# cell: saliency_map
from pathlib import Path

submitted = Path("@COURSE@/submitted")
if submitted.exists():
    for name in ("other_student", "nobody"):
        try:
            target = submitted / name / "part1" / "feature_attribution.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("{}")
            reached(target)
        except OSError:
            pass
