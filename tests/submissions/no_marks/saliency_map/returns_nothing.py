# Plots the map and returns nothing.
def saliency_map(gradients):
    np.max(np.abs(gradients), axis=2)
