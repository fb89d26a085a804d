# Right: Python's own random numbers.
import random
import statistics

def paired_interval(differences, confidence, seed):
    rng = random.Random(seed)
    values = [float(d) for d in differences]
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(2000))
    cut = (1 - confidence) / 2 * 1999
    def at(place):
        k = int(place)
        return means[k] + (place - k) * (means[min(k + 1, 1999)] - means[k])
    return at(cut), at(1999 - cut)
