# Right: random.uniform of the standard library, a helper function, renamed arguments.
import random

def random_picture(shape):
    n = shape[0] * shape[1] * shape[2]
    return np.array([random.uniform(0, 255) for _ in range(n)], dtype=np.float32).reshape(shape)

def random_baseline_integrated_gradients(img, net, label, m, trials, gpu=False):
    maps = [integrated_gradients(img, net, label, random_picture(img.shape), m, gpu) for _ in range(trials)]
    return sum(maps) / len(maps)
