"""Members that are said to be encrypted, and packed in a way that nobody knows."""

import zipfile


def build(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("feature_attribution.ipynb", "{}")
        archive.writestr("other.txt", "x")
    raw = bytearray(path.read_bytes())
    first, second = raw.index(b"PK\x01\x02"), raw.rindex(b"PK\x01\x02")
    raw[first + 8] |= 1
    raw[second + 10] = 77
    path.write_bytes(raw)
