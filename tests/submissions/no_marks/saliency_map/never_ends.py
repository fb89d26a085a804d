# Never ends.
def saliency_map(gradients):
    while True:
        pass
