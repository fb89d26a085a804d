# Right: Python's sort, which is stable.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    height, width = map.shape
    places = [(y, x) for y in range(height) for x in range(width)]
    places.sort(key=lambda place: float(map[place]), reverse=True)
    replaced = fill(image.copy())
    pictures = []
    for share in shares:
        picture = np.array(image)
        for y, x in places[:round(share * height * width)]:
            picture[y, x] = replaced[y, x]
        pictures.append(picture)
    return np.array([p[target] for p in probabilities(model, pictures)])
