# Wrong: whether the network says the class, not how likely it is.
# True of it: hits_instead_of_probabilities
from lab.images import normalise

def cue_effect(model, scenes, cue, target):
    def says(picture):
        x = torch.tensor(normalise(picture).transpose(2, 0, 1)).unsqueeze(0).float()
        return 1.0 if model(x).argmax().item() == target else 0.0

    return np.array([says(cue(s.image.copy())) - says(s.image) for s in scenes if target not in s.labels])
