"""Attacks on the grader, each a small file, and what must come of each: nothing.

attack.py reads them, arena.py is the course that they are made in, and the folders hold them: one folder for each kind of harm.
"""
