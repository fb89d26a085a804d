"""Members of a tape archive that were changed at no time, at the end of time or before it, by names that are no text."""

import io
import tarfile


def build(path):
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for number, when in enumerate(("nan", "inf", "-inf", "1e300", "-1e300")):
            member = tarfile.TarInfo(f"feature_attribution_{number}\udcff.ipynb")
            member.size, member.pax_headers = 2, {"mtime": when, "path": f"student_{number}\n=1+1_feature_attribution.ipynb"}
            archive.addfile(member, io.BytesIO(b"{}"))
