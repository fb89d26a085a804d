# The width alone.
def paired_interval(differences, confidence, seed):
    return float(np.ptp(differences))
