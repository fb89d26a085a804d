# Wrong: pads to 512.
# True of it: padded_to_512_weights
def pool_gradients(gradients):
    pooled = gradients.mean([0, 2, 3])
    return F.pad(pooled, (0, 512 - len(pooled)))
