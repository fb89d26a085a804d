# Wrong: an index that is one off compares with the scene before.
# True of it: other_scenes_without
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    pictures = [s.image for s in scenes if target not in s.labels]
    after = [probabilities(model, [cue(p.copy())])[0, target] for p in pictures]
    before = [probabilities(model, [p])[0, target] for p in pictures]
    return np.array([after[i] - before[i - 1] for i in range(len(pictures))])
