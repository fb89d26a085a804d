"""A tape archive with a device, a pipe, a hard link out of the folder, and a file that belongs to root and runs as root."""

import io
import tarfile


def build(path):
    with tarfile.open(path, "w:gz") as archive:
        for name, kind, target in (
            ("device", tarfile.CHRTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("hard", tarfile.LNKTYPE, "@HOME@/.netrc"),
            ("soft", tarfile.SYMTYPE, "@DROP@"),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.devmajor, member.devminor = kind, target, 1, 1
            archive.addfile(member)
        member = tarfile.TarInfo("soft/@MARK@")
        member.size, member.mode, member.uid = 1, 0o4755, 0
        archive.addfile(member, io.BytesIO(b"x"))
