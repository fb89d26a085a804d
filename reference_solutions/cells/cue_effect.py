import numpy as np

# %%
from lab.occlusion import probabilities


def cue_effect(model, scenes, cue, target):
    """(n,): for each scene without the target class p(target) with the cue minus p(target) without it."""
    ### BEGIN SOLUTION
    without = [image for image, labels, masks in scenes if target not in labels]
    with_cue = [cue(image.copy()) for image in without]
    return probabilities(model, with_cue)[:, target] - probabilities(model, without)[:, target]
    ### END SOLUTION
