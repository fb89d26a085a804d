"""Observations -> verdicts: what rubric authors use, and what runs their checks."""
