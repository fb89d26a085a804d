"""Publishes answers whose task, number and value are of all the wrong types, to make the judge fall over."""

# cell: saliency_map
from IPython.display import publish_display_data

wrong = saliency_map
STRANGE = [None, True, -1, 10**400, 1.5, "0", [], {}, "saliency_map", {"kind": "array"}, {"kind": "int", "value": True}]


def saliency_map(gradients):
    for strange in STRANGE:
        for answer in (
            strange,
            {"task": strange, "number": 0, "value": {}},
            {"task": "saliency_map", "number": strange, "value": {"map": strange}},
            {"task": "saliency_map", "number": 500, "value": strange},
        ):
            publish_display_data({"application/vnd.autograder.observation+json": answer})
    return wrong(gradients)
