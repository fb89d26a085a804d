# Wrong: comes back as the network takes it.
# True of it: colours_first
def fool(image):
    x = torch.from_numpy(image.copy()).permute(2, 0, 1).clone()
    for col in range(x.shape[2]):
        rgb = (250.0, 220.0, 0.0) if (col // 8) % 2 == 0 else (20.0, 20.0, 20.0)
        for c in range(3):
            x[c, -6:, col] = rgb[c]
    return x.numpy()
