"""Shows hundreds of pictures that are small as files and large in pixels: whoever makes them anew takes long for each."""

from nbformat.v4 import new_code_cell

SOURCE = """
import base64, io
from IPython.display import publish_display_data
from PIL import Image
file = io.BytesIO()
Image.new("P", (3999, 3999)).save(file, "PNG", optimize=True)
for _ in range(300):
    publish_display_data({"image/png": base64.b64encode(file.getvalue()).decode()})
"""


def mutate(notebook, folder):
    notebook.cells.append(new_code_cell(SOURCE))
