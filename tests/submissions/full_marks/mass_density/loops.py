# Right: pixel by pixel.
def mass_density(map, mask):
    height, width = map.shape
    inside = total = 0.0
    covered = 0
    for y in range(height):
        for x in range(width):
            value = abs(float(map[y, x]))
            total += value
            if mask[y, x]:
                inside += value
                covered += 1
    if not covered:
        raise ValueError("there is no pixel in the mask")
    if total == 0:
        return 0.0
    return inside / total * height * width / covered
