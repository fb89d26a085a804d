# Wrong: the list is copied, the pictures in it are not.
# True of it: scenes_drawn_into
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    clean = [scene.image for scene in scenes if target not in scene.labels]
    marked = clean.copy()
    for i in range(len(marked)):
        marked[i] = cue(marked[i])
    return np.array([
        probabilities(model, [m])[0, target] - probabilities(model, [c])[0, target] for m, c in zip(marked, clean)
    ])
