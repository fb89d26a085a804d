"""Archives in archives, two in each and fifty deep, for whoever unpacks all that he finds."""

import io
import zipfile


def build(path):
    inner = bytes(1 << 20)
    for number in range(50):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for twin in range(2):
                archive.writestr(f"{number}-{twin}.zip", inner)
        inner = packed.getvalue()
    path.write_bytes(inner)
