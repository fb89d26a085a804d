# Wrong: how many times as likely.
# True of it: as_a_share
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [s.image for s in scenes if target not in s.labels]
    with_cue = probabilities(model, [cue(i.copy()) for i in images])
    without = probabilities(model, images)
    return np.divide(with_cue[:, target], without[:, target])
