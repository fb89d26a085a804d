# Wrong: rescales the map to 0..1, though the gradients' own size is asked for.
# True of it: stretched_to_0_1
def saliency_map(gradients):
    s = np.max(np.abs(gradients), axis=2)
    return (s - s.min()) / (s.max() - s.min())
