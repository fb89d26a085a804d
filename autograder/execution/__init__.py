"""A rebuilt notebook -> observations: run from the top, its functions asked at their checks and alone."""
