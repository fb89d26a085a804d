# Wrong: the picture is whole again at each share, and only what comes on top is deleted.
# True of it: each_part_alone
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = torch.sort(torch.tensor(map).flatten(), descending=True, stable=True).indices.numpy()
    counts = [round(s * map.size) for s in shares]
    replacement = fill(image)
    curve = []
    for start, stop in zip([0] + counts[:-1], counts):
        picture = image.copy()
        ys, xs = np.unravel_index(order[start:stop], map.shape)
        picture[ys, xs] = replacement[ys, xs]
        curve.append(float(probabilities(model, [picture])[0, target]))
    return np.array(curve)
