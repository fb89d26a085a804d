# Right: torch's generator.
def paired_interval(differences, confidence, seed):
    g = torch.Generator().manual_seed(seed)
    d = torch.as_tensor(np.asarray(differences), dtype=torch.float64)
    means = d[torch.randint(len(d), (2000, len(d)), generator=g)].mean(dim=1)
    left_out = (1 - confidence) / 2
    q = torch.quantile(means, torch.tensor([left_out, 1 - left_out], dtype=torch.float64))
    return q[0].item(), q[1].item()
