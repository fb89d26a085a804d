# Wrong: fills an array and returns nothing.
# True of it: nothing_returned
def saliency_map(gradients):
    out = np.empty(gradients.shape[:2])
    np.amax(np.abs(gradients), axis=-1, out=out)
