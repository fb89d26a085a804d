"""NaN, infinities and numbers of a thousand digits, as points, versions and counts."""

import json


def mutate(notebook, folder):
    plain = json.loads(json.dumps(notebook))
    for cell in plain["cells"]:
        cell["execution_count"] = 10**1000
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["points"] = float("nan")
            cell["metadata"]["nbgrader"]["schema_version"] = float("inf")
    return json.dumps(plain)
