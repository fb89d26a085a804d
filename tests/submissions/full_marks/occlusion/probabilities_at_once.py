# Right: all the pictures in one batch of their own making.
from lab.images import normalise

def occlusion(image, model, target, window, step, fill):
    h, w, _ = image.shape
    ys = list(range(0, h - window + 1, step))
    xs = list(range(0, w - window + 1, step))
    if ys[-1] != h - window:
        ys.append(h - window)
    if xs[-1] != w - window:
        xs.append(w - window)
    stack = [image]
    for y in ys:
        for x in xs:
            one = np.array(image)
            one[y:y + window, x:x + window, :] = fill
            stack.append(one)
    batch = torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in stack]), dtype=torch.float32)
    with torch.no_grad():
        p = torch.softmax(model(batch), dim=1)[:, target].numpy().astype(float)
    total, count = np.zeros((h, w)), np.zeros((h, w))
    k = 1
    for y in ys:
        for x in xs:
            total[y:y + window, x:x + window] += p[0] - p[k]
            count[y:y + window, x:x + window] += 1
            k += 1
    return total / count
