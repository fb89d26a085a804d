# Wrong: a masked array hides what the mask is true of, so that the outside is measured.
# True of it: mask_inverted
def mass_density(map, mask):
    if mask.sum() == 0:
        raise ValueError("no pixel in the mask")
    strength = np.ma.array(np.abs(map), mask=mask)
    everywhere = np.abs(map).mean()
    if everywhere == 0:
        return 0.0
    return float(strength.mean() / everywhere)
