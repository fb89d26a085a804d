# Right: torchvision's gaussian_blur with a kernel that reaches four sigmas.
import math
from torchvision.transforms.functional import gaussian_blur

def blurred_baseline(img, sigma):
    size = 2 * math.ceil(4 * sigma) + 1
    pad = min(size, 2 * (min(img.shape[:2]) - 1) + 1)  # the padding must be smaller than the image
    t = torch.tensor(img).permute(2, 0, 1)
    return gaussian_blur(t, kernel_size=[pad, pad], sigma=[float(sigma), float(sigma)]).permute(1, 2, 0).numpy()
