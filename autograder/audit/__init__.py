"""Is the rubric fair? Run by its author, never while grading."""
