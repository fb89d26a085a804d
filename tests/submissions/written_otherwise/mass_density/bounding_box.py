# Wrong: cuts out the mask's box, without its last row and column.
# True of it: mean_of_the_mask_s_box
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    rows = np.where(np.any(mask, axis=1))[0]
    cols = np.where(np.any(mask, axis=0))[0]
    rmin, rmax = rows[0], rows[-1]
    cmin, cmax = cols[0], cols[-1]
    strength = np.abs(map)
    if strength.max() == 0:
        return 0.0
    crop = strength[rmin:rmax, cmin:cmax]
    return float((crop.sum() / strength.sum()) / (mask.sum() / mask.size))
