# Wrong: a pixel goes where it is above a part of the maximum.
# True of it: share_of_the_largest_value
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    scaled = (map - map.min()) / (map.max() - map.min())
    background = fill(image)
    out = []
    for share in shares:
        picture = image.copy()
        where = scaled > 1 - share
        picture[where] = background[where]
        out.append(probabilities(model, [picture])[0, target])
    return np.array(out)
