# As it was released.
def cue_effect(model, scenes, cue, target):
    raise NotImplementedError()
