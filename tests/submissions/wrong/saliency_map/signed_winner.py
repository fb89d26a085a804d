# Wrong: the value of the strongest channel with its sign.
# True of it: signed_winner
def saliency_map(gradients):
    best = np.abs(gradients).argmax(axis=2)
    return np.take_along_axis(gradients, best[:, :, None], axis=2)[:, :, 0]
