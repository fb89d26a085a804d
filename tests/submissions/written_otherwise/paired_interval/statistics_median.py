# Wrong: takes each sample's median.
# True of it: medians_for_means
import random
from statistics import median

def paired_interval(differences, confidence, seed):
    rng = random.Random(seed)
    d = [float(x) for x in differences]
    centres = [median(rng.choices(d, k=len(d))) for _ in range(2000)]
    lower = (1 - confidence) / 2
    return float(np.quantile(centres, lower)), float(np.quantile(centres, 1 - lower))
