# Right: filter and map.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = list(map(lambda s: s[0], filter(lambda s: target not in s[1], scenes)))
    score = lambda image: probabilities(model, [image])[0][target]
    return np.fromiter((score(cue(i.copy())) - score(i) for i in images), dtype=float)
