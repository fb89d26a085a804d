# There is no such method.
def mass_density(map, mask):
    return map.absolute()[mask].sum()
