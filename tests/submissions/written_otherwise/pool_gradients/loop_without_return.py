# Wrong: a loop fills a tensor.
# True of it: nothing_returned
def pool_gradients(gradients):
    w = torch.zeros(gradients.shape[1])
    for i in range(len(w)):
        w[i] = gradients[0, i].mean()
