# Right: its own batch and softmax.
from lab.images import normalise

def deletion_curve(image, map, model, target, shares, fill):
    order = torch.sort(torch.as_tensor(np.array(map, dtype=np.float64)).flatten(), descending=True, stable=True).indices.numpy()
    other = np.asarray(fill(image))
    batch = []
    for share in shares:
        x = image.copy().reshape(-1, 3)
        chosen = order[:round(share * len(order))]
        x[chosen] = other.reshape(-1, 3)[chosen]
        batch.append(normalise(x.reshape(image.shape)).transpose(2, 0, 1))
    with torch.no_grad():
        z = model(torch.tensor(np.array(batch), dtype=torch.float32))
    return F.softmax(z, dim=-1)[:, target].numpy()
