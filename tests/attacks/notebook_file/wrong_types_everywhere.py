"""Numbers where texts belong, texts where lists belong, and lists where cells belong."""

import json


def mutate(notebook, folder):
    plain = json.loads(json.dumps(notebook))
    plain["nbformat"], plain["nbformat_minor"], plain["metadata"] = "4", None, []
    plain["cells"][0]["metadata"], plain["cells"][0]["outputs"] = 7, {"a": 1}
    plain["cells"] += [7, None, [], {}, {"cell_type": ["code"], "source": {}}, {"cell_type": "code", "source": [1, None]}]
    plain["cells"] += [{"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": [[]], "grade": "yes"}}}]
    return json.dumps(plain)
