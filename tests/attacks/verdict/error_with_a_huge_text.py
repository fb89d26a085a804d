"""Raises an error with a text of fifty million characters, when it is asked and in the cell itself."""


# cell: saliency_map
def saliency_map(gradients):
    raise ValueError("x" * 50_000_000)


# cell: last
raise ValueError("x" * 50_000_000)
