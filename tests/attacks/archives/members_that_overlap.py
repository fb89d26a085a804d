"""A thousand members that all are the same bytes of the file: each is counted, and the sum is far more than the archive."""

import io
import zipfile


def build(path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kernel", bytes(10 << 20))
        first = archive.getinfo("kernel")
        for number in range(1000):
            twin = zipfile.ZipInfo(f"copy{number}.bin")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(twin, name, getattr(first, name))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    path.write_bytes(packed.getvalue())
