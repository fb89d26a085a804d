# Wrong: where single differences lie.
# True of it: interval_of_the_scenes, seed_ignored
from scipy.stats import scoreatpercentile

def paired_interval(differences, confidence, seed):
    values = sorted(float(d) for d in differences)
    outside = 100 * (1 - confidence) / 2
    return float(scoreatpercentile(values, outside)), float(scoreatpercentile(values, 100 - outside))
