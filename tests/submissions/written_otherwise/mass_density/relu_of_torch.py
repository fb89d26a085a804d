# Wrong: a ReLU as in Grad-CAM throws the negative values away.
# True of it: negative_values_dropped
def mass_density(map, mask):
    m = torch.tensor(mask)
    if not m.any():
        raise ValueError("mask has no pixels")
    pos = F.relu(torch.tensor(map, dtype=torch.float64))
    if pos.sum() == 0:
        return 0.0
    share_map = (pos * m).sum() / pos.sum()
    share_pixels = m.double().mean()
    return (share_map / share_pixels).item()
