# Wrong: a softmax over the weights.
# True of it: softmax_of_the_weights
def pool_gradients(gradients):
    return torch.softmax(gradients.mean(dim=[0, 2, 3]), dim=0)
