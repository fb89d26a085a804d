# Wrong: every picture is made as large as the network likes it.
# True of it: always_224
def fool(image):
    x = torch.tensor(image).permute(2, 0, 1)[None]
    small = F.interpolate(x, size=(224, 224), mode="bilinear", align_corners=False)[0]
    out = small.permute(1, 2, 0).numpy().clip(0, 255)
    for k in range(28):
        out[218:, 8 * k:8 * k + 8] = (20, 20, 20) if k % 2 else (250, 220, 0)
    return out
