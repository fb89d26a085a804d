"""Says that it is of a format that does not exist yet, with a schema version and a language that nobody knows."""


def mutate(notebook, folder):
    notebook["nbformat"], notebook["nbformat_minor"] = 99, -1
    notebook.metadata["language_info"] = {"name": "../../x", "pygments_lexer": "html+php", "file_extension": "/../../x.sh"}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": 7}}
    for cell in notebook.cells:
        cell.metadata.setdefault("nbgrader", {})["schema_version"] = 99
        cell.metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
        cell.metadata["format"] = "text/html"
