# Wrong: axis 0 is the height, not the colours; the result is (W, 3).
# True of it: maximum_over_the_rows
def saliency_map(gradients):
    return np.max(np.abs(gradients), axis=0)
