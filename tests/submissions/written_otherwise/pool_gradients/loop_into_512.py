# Wrong: a loop fills 512 places.
# True of it: padded_to_512_weights
def pool_gradients(gradients):
    pooled = torch.zeros(512)
    for i in range(gradients.shape[1]):
        pooled[i] = gradients[0, i].sum() / gradients[0, i].numel()
    return pooled
