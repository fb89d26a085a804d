"""Answers infinity, against which every difference is relative."""


# cell: saliency_map
def saliency_map(gradients):
    return np.full(gradients.shape[:2], np.inf)
