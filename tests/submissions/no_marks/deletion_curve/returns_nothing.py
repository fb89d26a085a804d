# Sorts, and returns nothing.
def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None)
