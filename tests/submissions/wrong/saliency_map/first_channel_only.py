# Wrong: looks at red alone.
# True of it: first_channel_only
def saliency_map(gradients):
    return np.abs(gradients[:, :, 0])
