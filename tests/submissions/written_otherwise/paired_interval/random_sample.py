# Wrong: random.sample draws without replacement.
# True of it: without_replacement, seed_ignored
import random
import statistics

def paired_interval(differences, confidence, seed):
    rng = random.Random(seed)
    values = [float(d) for d in differences]
    means = [statistics.fmean(rng.sample(values, k=len(values))) for _ in range(2000)]
    means.sort()
    left_out = (1 - confidence) / 2
    return means[int(left_out * 2000)], means[int((1 - left_out) * 2000) - 1]
