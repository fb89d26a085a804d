"""A small archive that holds hundreds of megabytes of zeros."""

import zipfile


def build(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("feature_attribution.ipynb", "w") as file:
            for _ in range(400):
                file.write(bytes(1 << 20))
