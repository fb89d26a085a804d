"""The same keys twice in the file's JSON, with other cells, other marks and other versions: one reads the first, one the last."""

import json


def mutate(notebook, folder):
    text = json.dumps(notebook)
    cells = json.dumps([cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")])
    text = text.replace('"grade": true', '"grade": false, "grade": true, "points": 100, "points": 1000')
    return '{"nbformat": 3, "cells": ' + cells + ', "worksheets": [], "metadata": 7, ' + text.lstrip()[1:]
