"""An answer that uses sixty thousand names which nobody has defined: whoever looks for each of them in each cell takes long."""


def mutate(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saliency_map":
            names = ", ".join(f"name{number}" for number in range(60_000))
            cell.source += f"\n\n\ndef unused():\n    return [{names}]\n"
