# Right: a batch norm with momentum 1 keeps the channel means.
def pool_gradients(gradients):
    bn = nn.BatchNorm2d(gradients.shape[1], momentum=1.0)
    bn.train()(gradients)
    return bn.running_mean.clone()
pooled_gradients = None
