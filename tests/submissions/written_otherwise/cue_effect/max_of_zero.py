# Wrong: a cue that lowers the probability has no effect.
# True of it: only_what_rises
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    out = []
    for s in scenes:
        if any(l == target for l in s.labels):
            continue
        gain = probabilities(model, [cue(s.image.copy())])[0][target] - probabilities(model, [s.image])[0][target]
        out.append(gain if gain > 0 else 0.0)
    return np.array(out)
