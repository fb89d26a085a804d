# Wrong: argmax tells which channel wins, not how large it is.
# True of it: which_channel_wins
def saliency_map(gradients):
    return np.argmax(np.abs(gradients), axis=2)
