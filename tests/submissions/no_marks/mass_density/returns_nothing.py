# Adds up what is inside, and returns nothing.
def mass_density(map, mask):
    inside = np.abs(map)[mask].sum()
