"""Code inside the sandbox; imports the standard library, IPython and the course's own package, and no more of the grader."""
