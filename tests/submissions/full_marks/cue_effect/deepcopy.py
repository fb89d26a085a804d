# Right: all the scenes are copied first.
import copy

from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    without = [s for s in scenes if target not in s.labels]
    with_cue = [cue(s.image) for s in copy.deepcopy(without)]
    a = probabilities(model, with_cue)
    b = probabilities(model, [s.image for s in without])
    return (a - b)[:, target]
