# A map has no such method.
def deletion_curve(image, map, model, target, shares, fill):
    return map.descending()
