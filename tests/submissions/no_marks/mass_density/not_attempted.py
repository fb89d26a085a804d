# As it was released.
def mass_density(map, mask):
    raise NotImplementedError()
