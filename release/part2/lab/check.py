"""The student's own check, under the name that the lessons import it by."""

from selfcheck.check import check

__all__ = ["check"]
