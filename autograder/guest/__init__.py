"""Runs inside the sandbox: the standard library, IPython and the course's own package, and nothing else of the grader."""
