# Wrong: picture is only another name of the image, which is painted over.
# True of it: image_used_up
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    picture = image
    other = np.array(fill(image))
    order = np.argsort(-map.ravel(), kind="stable")
    width = map.shape[1]
    done, curve = 0, []
    for share in shares:
        until = round(share * map.size)
        while done < until:
            y, x = divmod(int(order[done]), width)
            picture[y, x] = other[y, x]
            done += 1
        curve.append(probabilities(model, [picture])[0, target])
    return np.array(curve)
