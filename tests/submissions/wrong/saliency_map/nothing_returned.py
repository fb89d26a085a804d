# Wrong: no return.
# True of it: nothing_returned
def saliency_map(gradients):
    saliency = np.max(np.abs(gradients), axis=2)
