# Wrong: the normal distribution's interval of single differences.
# True of it: spread_without_the_root, seed_ignored
from scipy import stats

def paired_interval(differences, confidence, seed):
    d = np.asarray(differences)
    low, high = stats.norm.interval(confidence, loc=d.mean(), scale=d.std(ddof=1))
    return float(low), float(high)
