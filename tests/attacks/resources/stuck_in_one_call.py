"""Spends its time in one call of the interpreter's own, which no interrupt reaches."""


# seconds: 2
# cell: saliency_map
def saliency_map(gradients):
    return len(str(9 ** (9**9)))
