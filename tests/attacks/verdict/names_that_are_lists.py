"""Publishes values whose kinds and types are lists and dictionaries, over which whoever looks them up stumbles."""

# cell: saliency_map
from IPython.display import publish_display_data

wrong = saliency_map


def saliency_map(gradients):
    for part in ({"kind": "other", "type": []}, {"kind": "raised", "type": {}, "message": [], "line": {}}, {"dtype": []}, {"kind": {}}):
        publish_display_data(
            {"application/vnd.autograder.observation+json": {"task": "saliency_map", "number": 500, "value": {"map": part}}}
        )
    return wrong(gradients)
