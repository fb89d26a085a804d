# Right: its own normalisation and softmax, in float32.
def occlusion(image, model, target, window, step, fill):
    mean, std = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])

    @torch.no_grad()
    def score(picture):
        x = ((picture.astype(np.float32) / 255 - mean) / std).transpose(2, 0, 1)
        z = model(torch.from_numpy(np.ascontiguousarray(x))[None].float())[0].double().numpy()
        e = np.exp(z - z.max())
        return e[target] / e.sum()

    h, w = image.shape[:2]
    base = score(image)
    acc, n = np.zeros((h, w)), np.zeros((h, w))
    for y in np.unique(np.append(np.arange(0, h - window + 1, step), h - window)):
        for x in np.unique(np.append(np.arange(0, w - window + 1, step), w - window)):
            hidden = image.astype(np.float64)
            hidden[y:y + window, x:x + window] = fill
            acc[y:y + window, x:x + window] += base - score(hidden)
            n[y:y + window, x:x + window] += 1
    return acc / n
