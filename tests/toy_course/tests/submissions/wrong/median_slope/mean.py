# Wrong: a mean in place of the median.
# True of it: mean_of_pairs
def median_slope(x, y):
    return sum((y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i)) / (len(x) * (len(x) - 1) / 2)
