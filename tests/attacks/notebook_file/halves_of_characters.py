"""Halves of characters, zeros and direction marks in sources, ids and names: JSON can hold them, files cannot."""

import json


def mutate(notebook, folder):
    plain = json.loads(json.dumps(notebook))
    odd = "\ud83d\u0000\u202e\ufeff\x1b[2J"
    for role in ("markdown", "code"):
        plain["cells"].append({"cell_type": role, "source": f"# {odd}", "metadata": {"nbgrader": {"grade_id": odd}}, "id": odd})
    plain["metadata"]["title"] = odd
    return json.dumps(plain)
