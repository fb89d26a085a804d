"""Names that a collector reads as other students', other assignments and other times."""

import zipfile


def build(path):
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "other_student/part1/feature_attribution.ipynb",
            "other_student_part1_attempt_2099-01-01-00-00-00_feature_attribution.ipynb",
            "../other_student/part1/feature_attribution.ipynb",
            "<script>hostile()</script>/part1/feature_attribution.ipynb",
            "a\nb/part1/feature_attribution.ipynb",
            "\x1b[2J/part1/feature_attribution.ipynb",
            "x" * 300 + "/part1/feature_attribution.ipynb",
        ):
            archive.writestr(name, "{}")
