# Not numbers, of the right shape.
def cue_effect(model, scenes, cue, target):
    return np.full(len([s for s in scenes if target not in s.labels]), np.nan)
