import numpy as np

# %%
from lab.occlusion import probabilities


def deletion_curve(image, map, model, target, shares, fill):
    """(len(shares),): the target's probability after the strongest share of the pixels has been replaced."""
    ### BEGIN SOLUTION
    order = np.argsort(-map, axis=None, kind="stable")  # of equal pixels the first goes first
    other, pictures = fill(image).reshape(-1, 3), []
    for share in shares:
        gone = order[: round(share * len(order))]
        picture = image.reshape(-1, 3).copy()
        picture[gone] = other[gone]
        pictures.append(picture.reshape(image.shape))
    return probabilities(model, pictures)[:, target]
    ### END SOLUTION
