import numpy as np

# %%
from lab.occlusion import probabilities


def occlusion(image, model, target, window, step, fill):
    """(H, W): the mean drop of the target's probability over the squares that cover a pixel."""
    ### BEGIN SOLUTION
    def starts(length):
        last = length - window
        return sorted({*range(0, last + 1, step), last})

    height, width = image.shape[:2]
    corners = [(top, left) for top in starts(height) for left in starts(width)]
    pictures = [image]
    for top, left in corners:
        hidden = image.copy()
        hidden[top : top + window, left : left + window] = fill
        pictures.append(hidden)
    before, *after = probabilities(model, pictures)[:, target]

    total, covered = np.zeros((height, width)), np.zeros((height, width))
    for (top, left), probability in zip(corners, after):
        total[top : top + window, left : left + window] += before - probability
        covered[top : top + window, left : left + window] += 1
    return total / covered
    ### END SOLUTION
