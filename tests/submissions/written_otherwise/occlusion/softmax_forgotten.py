# Wrong: the network's output is taken for a probability.
# True of it: logits
def occlusion(image, model, target, window, step, fill):
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])

    def p(pictures):
        x = (np.stack(pictures) / 255 - mean) / std
        with torch.no_grad():
            return model(torch.tensor(x, dtype=torch.float32).permute(0, 3, 1, 2))[:, target].numpy()

    h, w = image.shape[:2]
    places = []
    for a in list(range(0, h - window, step)) + [h - window]:
        for b in list(range(0, w - window, step)) + [w - window]:
            places.append((slice(a, a + window), slice(b, b + window)))
    pictures = [image.copy() for _ in places]
    for pic, place in zip(pictures, places):
        pic[place] = fill
    drops = p([image])[0] - p(pictures)
    stack = np.full((len(places), h, w), np.nan)
    for layer, place, d in zip(stack, places, drops):
        layer[place] = d
    return np.nanmean(stack, axis=0)
