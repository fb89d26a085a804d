# Wrong: confidence is taken for what is left out.
# True of it: confidence_as_error
def paired_interval(differences, confidence, seed):
    g = torch.Generator().manual_seed(seed)
    d = torch.tensor(np.asarray(differences, dtype=float))
    means = []
    for _ in range(2000):
        idx = torch.randint(0, len(d), (len(d),), generator=g)
        means.append(d[idx].mean().item())
    means.sort()
    cut = int(confidence / 2 * 2000)
    a, b = means[cut], means[2000 - cut - 1]
    return min(a, b), max(a, b)
