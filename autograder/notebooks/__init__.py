"""A notebook file as data: read, searched for answers, rebuilt from the release, sanitized. Runs nothing."""
