"""Members whose names lead out of the folder that they are unpacked into."""

import zipfile


def build(path):
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../../@MARK@",
            "a/../../../@MARK@",
            "@DROP@/absolute",
            "..\\..\\@MARK@",
            "C:\\@MARK@",
            "./.././@MARK@",
            "//@MARK@",
        ):
            archive.writestr(zipfile.ZipInfo(name), "x")
