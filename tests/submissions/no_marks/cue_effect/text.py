# Returns a sentence.
def cue_effect(model, scenes, cue, target):
    return "large"
