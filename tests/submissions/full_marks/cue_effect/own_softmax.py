# Right: its own batch.
from lab.images import normalise

def cue_effect(model, scenes, cue, target):
    def p(images):
        batch = torch.stack([torch.from_numpy(normalise(i)).permute(2, 0, 1) for i in images]).float()
        with torch.no_grad():
            return model(batch).softmax(-1)[:, target].double().numpy()

    kept = [s.image for s in scenes if list(s.labels).count(target) == 0]
    return p([cue(np.copy(i)) for i in kept]) - p(kept)
