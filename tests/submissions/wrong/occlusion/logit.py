# Wrong: the logit's drop.
# True of it: logits
from lab.images import normalise

def occlusion(image, model, target, window, step, fill):
    def z(picture):
        with torch.no_grad():
            return model(torch.tensor(normalise(picture).transpose(2, 0, 1)[None], dtype=torch.float32))[0, target].item()

    h, w = image.shape[:2]
    acc, n = np.zeros((h, w)), np.zeros((h, w))
    z0 = z(image)
    for y in sorted({*range(0, h - window + 1, step), h - window}):
        for x in sorted({*range(0, w - window + 1, step), w - window}):
            c = image.copy()
            c[y:y + window, x:x + window] = fill
            acc[y:y + window, x:x + window] += z0 - z(c)
            n[y:y + window, x:x + window] += 1
    return acc / n
