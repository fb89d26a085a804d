# Wrong: before minus after, as for a drop.
# True of it: without_minus_with, sign_flipped
from lab.images import normalise

def cue_effect(model, scenes, cue, target):
    drops = []
    with torch.no_grad():
        for image, labels, _ in scenes:
            if target in labels:
                continue
            pair = [image, cue(np.array(image))]
            x = torch.stack([torch.tensor(normalise(p)).permute(2, 0, 1) for p in pair]).float()
            before, after = torch.softmax(model(x), dim=1)[:, target]
            drops.append((before - after).item())
    return np.array(drops)
