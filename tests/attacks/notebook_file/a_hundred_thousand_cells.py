"""A notebook of a hundred thousand cells."""

import json


def mutate(notebook, folder):
    plain = json.loads(json.dumps(notebook))
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    plain["cells"] += [cell] * 100_000
    return json.dumps(plain)
