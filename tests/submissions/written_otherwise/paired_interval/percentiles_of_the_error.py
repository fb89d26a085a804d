# Wrong: all of the error is left out on each side.
# True of it: all_of_the_error_on_each_side
import random

def paired_interval(differences, confidence, seed):
    rng = random.Random(seed)
    data = list(differences)
    means = []
    for _ in range(2000):
        sample = rng.choices(data, k=len(data))
        means.append(sum(sample) / len(sample))
    alpha = 1 - confidence
    return float(np.percentile(means, 100 * alpha)), float(np.percentile(means, 100 * (1 - alpha)))
