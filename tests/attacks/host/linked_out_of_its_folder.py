"""Makes links in its folder to files of the course and writes through them; so might whoever copies the folder back."""

# cell: saliency_map
import os

for number, path in enumerate(("@COURSE@/gradebook.db", "@HOME@/.netrc", "@DROP@", "/etc/passwd", "/proc/1/root@HOME@/.netrc")):
    for make in (os.symlink, os.link):
        try:
            make(path, f"linked{number}{make.__name__}")
            print(open(f"linked{number}{make.__name__}").read())
            reached(path)
        except (OSError, UnicodeDecodeError):
            pass
    try:
        with open(f"linked{number}symlink/@MARK@", "w") as file:
            file.write("x")
        reached(f"into {path}")
    except OSError:
        pass
