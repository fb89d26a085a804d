# Wrong: logits.
# True of it: logits
from lab.images import normalise

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    other, pictures = fill(image).reshape(-1, 3), []
    for share in shares:
        p = image.reshape(-1, 3).copy()
        gone = order[:round(share * order.size)]
        p[gone] = other[gone]
        pictures.append(normalise(p.reshape(image.shape)).transpose(2, 0, 1))
    with torch.no_grad():
        return model(torch.tensor(np.stack(pictures), dtype=torch.float32))[:, target].numpy()
