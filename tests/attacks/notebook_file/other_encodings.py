"""The notebook in another encoding than JSON has, as some editors write it."""

# costs: everything
import json


def mutate(notebook, folder):
    return json.dumps(notebook).encode("utf-16")
