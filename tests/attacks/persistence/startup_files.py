"""Leaves code that Python, IPython and Jupyter run when they start next."""

# twice
# cell: saliency_map
import builtins
import os
from pathlib import Path

if hasattr(builtins, "STARTED"):
    reached("a start that was prepared before")
for home in {"@HOME@", os.path.expanduser("~")}:
    for name in (
        ".ipython/profile_default/startup/00.py",
        ".ipython/profile_default/ipython_config.py",
        ".jupyter/jupyter_nbconvert_config.py",
        ".local/lib/python3.11/site-packages/usercustomize.py",
        ".config/matplotlib/matplotlibrc.py",
    ):
        try:
            path = Path(home) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("import builtins; builtins.STARTED = '@MARK@'\nopen('@DROP@/started', 'a')\n")
        except OSError:
            pass
