# Wrong: looks at red alone.
def saliency_map(gradients):
    return np.abs(gradients[:, :, 0])
