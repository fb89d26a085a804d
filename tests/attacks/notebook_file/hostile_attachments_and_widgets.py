"""Attachments whose names are paths, and widgets whose saved state is markup and numbers too large."""


def mutate(notebook, folder):
    notebook.cells[0].setdefault("attachments", {})
    notebook.cells[0]["attachments"] = {
        "../../@MARK@.png": {"image/png": "AAAA"},
        "/tmp/@MARK@": {"text/html": "<script>hostile()</script>"},
    }
    notebook.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {
            "version_major": 10**9,
            "state": {"x": {"model_module": "http://127.0.0.1:@PORT@/x.js", "state": {"value": "<script>hostile()</script>"}}},
        }
    }
