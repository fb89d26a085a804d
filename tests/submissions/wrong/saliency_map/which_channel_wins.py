# Wrong: argmax tells which channel wins, not how large it is.
def saliency_map(gradients):
    return np.argmax(np.abs(gradients), axis=2)
