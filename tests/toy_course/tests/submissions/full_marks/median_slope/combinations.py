import statistics
from itertools import combinations

def median_slope(x, y):
    return statistics.median((d - b) / (c - a) for (a, b), (c, d) in combinations(zip(x, y), 2))
