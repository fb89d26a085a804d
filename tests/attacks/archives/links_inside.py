"""A member that is a link out of the folder, and a second that is unpacked through it."""

import stat
import zipfile


def build(path):
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("data")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "@DROP@")
        archive.writestr("data/@MARK@", "x")
        notebook = zipfile.ZipInfo("feature_attribution.ipynb")
        notebook.create_system, notebook.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(notebook, "@HOME@/.netrc")
