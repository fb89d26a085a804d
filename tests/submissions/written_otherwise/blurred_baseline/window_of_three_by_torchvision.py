# Wrong: torchvision with a kernel of 3.
# True of it: kernel_of_three_pixels, window_too_small
def blurred_baseline(img, sigma):
    from torchvision.transforms.functional import gaussian_blur
    x = torch.tensor(img).permute(2, 0, 1)
    return gaussian_blur(x, 3, sigma).permute(1, 2, 0).numpy()
