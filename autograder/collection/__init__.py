"""LMS archives and folders of files -> submitted/: whose each file is, and what became of it."""
