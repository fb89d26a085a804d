# Wrong: casts to whole numbers, so small gradients become 0.
# True of it: whole_numbers
def saliency_map(gradients):
    return np.max(np.abs(gradients), axis=2).astype(np.uint8)
