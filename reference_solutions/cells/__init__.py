"""The solved cells of the instructor's notebooks: below the line `# %%`, one cell; above it, what the notebook has by then.

What stands between BEGIN SOLUTION and END SOLUTION is what a student writes; nbgrader takes it out of the release.
"""
