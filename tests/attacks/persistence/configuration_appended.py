"""Appends code to the course's configuration, which every command of nbgrader runs."""

# cell: saliency_map
from glob import glob

for path in ("@COURSE@/nbgrader_config.py", "@PROJECT@/nbgrader_config.py", *glob("../../nbgrader_config.py")):
    try:
        with open(path, "a") as file:
            file.write("\nopen('@DROP@/configured', 'a')\n")
        reached(path)
    except OSError:
        pass
