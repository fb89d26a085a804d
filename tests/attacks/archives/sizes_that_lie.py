"""A member that says it is small, and is not."""

import struct
import zipfile


def build(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("feature_attribution.ipynb", bytes(120 << 20))
    raw = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(sign) + place, 100)
    path.write_bytes(raw)
