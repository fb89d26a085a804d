"""Lists in lists in lists, deeper than any stack."""

# costs: everything
import json


def mutate(notebook, folder):
    return json.dumps(notebook)[:-1] + ', "deep": ' + "[" * 300_000 + "]" * 300_000 + "}"
