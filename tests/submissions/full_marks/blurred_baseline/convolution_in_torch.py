# Right, and noisy: a Gaussian written by hand, F.conv2d on every channel; prints, a warning and stderr.
import sys
import warnings

def gaussian_1d(sigma):
    r = int(np.ceil(4 * sigma))
    x = torch.arange(-r, r + 1, dtype=torch.float64)
    k = torch.exp(-x ** 2 / (2 * sigma ** 2))
    return k / k.sum(), r

def blurred_baseline(img, sigma):
    k, r = gaussian_1d(sigma)
    print("kernel", len(k))
    if r > 10:
        warnings.warn("large kernel")
    x = torch.tensor(img, dtype=torch.float64).permute(2, 0, 1)[:, None]   # channels as a batch
    x = F.pad(x, (r, r, r, r), mode="replicate")
    x = F.conv2d(x, k.view(1, 1, -1, 1))
    x = F.conv2d(x, k.view(1, 1, 1, -1))
    print("blurred", file=sys.stderr)
    return x[:, 0].permute(1, 2, 0).numpy()
