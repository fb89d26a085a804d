# Computes an interval and returns nothing.
def paired_interval(differences, confidence, seed):
    interval = np.quantile(differences, [(1 - confidence) / 2, (1 + confidence) / 2])
