# Wrong: after minus before, in torch.
# True of it: rise_for_drop, sign_flipped
from lab.images import normalise

def occlusion(image, model, target, window, step, fill):
    H, W, _ = image.shape
    tops = list(range(0, H - window + 1, step))
    if tops[-1] + window < H:
        tops.append(H - window)
    lefts = list(range(0, W - window + 1, step))
    if lefts[-1] + window < W:
        lefts.append(W - window)
    heat, count = torch.zeros(H, W, dtype=torch.float64), torch.zeros(H, W, dtype=torch.float64)

    def prob(img):
        x = torch.from_numpy(normalise(img)).permute(2, 0, 1).unsqueeze(0).float()
        with torch.no_grad():
            return F.softmax(model(x), dim=1)[0, target].double()

    original = prob(image)
    for t in tops:
        for l in lefts:
            occluded = np.array(image)
            occluded[t:t + window, l:l + window, :] = fill
            diff = prob(occluded) - original
            heat[t:t + window, l:l + window] += diff
            count[t:t + window, l:l + window] += 1
    return (heat / count).numpy()
