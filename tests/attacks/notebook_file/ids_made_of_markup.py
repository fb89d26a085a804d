"""Cell ids that are markup, paths, empty or all the same."""

import json


def mutate(notebook, folder):
    plain = json.loads(json.dumps(notebook))
    for number, cell in enumerate(plain["cells"]):
        cell["id"] = ("<script>hostile()</script>", "../../x", "", "same", '"><img src=x onerror=hostile()>')[number % 5]
    return json.dumps(plain)
