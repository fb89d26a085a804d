# Right: torch.where and back to NumPy.
def max_distance_baseline(img):
    x = torch.from_numpy(np.ascontiguousarray(img))
    return torch.where(x < 127.5, torch.full_like(x, 255), torch.zeros_like(x)).numpy()
