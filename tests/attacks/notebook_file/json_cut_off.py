"""The file ends in the middle, at the answer that was lost."""

# costs: everything
import json


def mutate(notebook, folder):
    text = json.dumps(notebook)
    return text[: len(text) // 2]
