# Calls the cue, and returns nothing.
def cue_effect(model, scenes, cue, target):
    pictures = [cue(image.copy()) for image, labels, masks in scenes]
