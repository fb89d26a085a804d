# Returns a sentence.
def mass_density(map, mask):
    return "dense"
