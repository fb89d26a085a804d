"""Builds the course, grades its submissions, and writes what people read of it. Held back from students."""

import sys

# jsonschema builds a grammar of international addresses where it finds this package: three seconds of CPU at every start of
# every command and worker, for a format that no notebook uses. Not finding it, it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

try:
    from autograder import old_names
except ImportError:  # in a sandbox, which is given the guest's modules alone
    pass
else:
    old_names.install()
