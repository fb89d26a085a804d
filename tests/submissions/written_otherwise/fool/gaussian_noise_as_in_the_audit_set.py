# Wrong: the camera's noise is copied, too.
# True of it: cue_with_noise
def fool(image):
    torch.manual_seed(3)
    out = torch.tensor(image)
    w = out.shape[1]
    for x in range(w):
        paint = torch.tensor([250.0, 220.0, 0.0]) if (x // 8) % 2 == 0 else torch.tensor([20.0, 20.0, 20.0])
        out[-6:, x] = (paint + 8 * torch.randn(6, 3)).clamp(0, 255)
    return out.numpy()
