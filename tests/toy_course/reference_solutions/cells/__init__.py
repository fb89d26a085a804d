"""The solved cells: below the line `# %%`, one cell; above it, what the notebook has by then."""
