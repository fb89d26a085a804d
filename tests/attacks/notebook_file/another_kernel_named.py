"""Names another kernel and another language, and a command for them."""


def mutate(notebook, folder):
    notebook.metadata["kernelspec"] = {
        "name": "@MARK@",
        "display_name": "x",
        "language": "bash",
        "argv": ["touch", "@DROP@/kernel"],
    }
    notebook.metadata["language_info"] = {"name": "bash", "mimetype": "text/html", "nbconvert_exporter": "os.system"}
    notebook.metadata["jupytext"] = {"formats": "ipynb,py:percent", "executable": "@DROP@/x"}
