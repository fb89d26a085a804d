"""The same name twice, and names that are the same on other machines: the last wins, or the first, by who unpacks."""

import warnings
import zipfile


def build(path):
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for name in (
            "feature_attribution.ipynb",
            "feature_attribution.ipynb",
            "FEATURE_ATTRIBUTION.ipynb",
            "feature_attribution.ipynb ",
        ):
            archive.writestr(name, "{}")
        archive.writestr("caf\u00e9.txt", "one")
        archive.writestr("cafe\u0301.txt", "two")
