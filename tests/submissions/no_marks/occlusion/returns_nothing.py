# Computes one probability and returns nothing.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    before = probabilities(model, [image])[0, target]
