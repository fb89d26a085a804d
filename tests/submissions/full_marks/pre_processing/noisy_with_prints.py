# Right, and noisy: prints shapes, warns and writes to stderr while it works.
import sys
import warnings

def pre_processing(obs, cuda):
    print("before:", obs.shape, obs.dtype, obs.min(), obs.max())
    if obs.dtype != np.uint8:
        warnings.warn("image is not uint8!!")
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    obs = obs.swapaxes(1, 2).swapaxes(0, 1)
    t = torch.tensor(obs[np.newaxis], dtype=torch.float, device="cuda:0" if cuda else "cpu", requires_grad=True)
    sys.stderr.write("pre_processing done\n")
    print("after:", t.shape)
    return t
