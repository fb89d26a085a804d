"""The file is no JSON, and so no notebook."""
# costs: everything


def mutate(notebook, folder):
    return "{not json"
