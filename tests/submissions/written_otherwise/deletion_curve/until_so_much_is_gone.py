# Wrong: pixels go until a share of the map's sum is gone.
# True of it: share_of_the_mass
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    strength = np.abs(map).flatten()
    order = np.argsort(-map.flatten(), kind="stable")
    filled = fill(image).reshape(-1, 3)
    curve = []
    for share in shares:
        pic = image.reshape(-1, 3).copy()
        gone = 0.0
        for i in order:
            if gone >= share * strength.sum():
                break
            pic[i] = filled[i]
            gone += strength[i]
        curve.append(probabilities(model, [pic.reshape(image.shape)])[0, target])
    return np.array(curve)
