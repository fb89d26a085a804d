# Wrong: logits.
# True of it: logits
from lab.images import normalise

def cue_effect(model, scenes, cue, target):
    def z(images):
        with torch.no_grad():
            return model(torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in images])).float())[:, target].numpy()

    images = [i for i, labels, _ in scenes if target not in labels]
    return z([cue(i.copy()) for i in images]) - z(images)
