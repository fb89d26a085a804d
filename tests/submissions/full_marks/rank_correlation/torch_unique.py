# Right: torch counts.
def rank_correlation(a, b):
    def ranks(m):
        _, which, counts = torch.unique(torch.as_tensor(np.ascontiguousarray(m)).flatten(), return_inverse=True, return_counts=True)
        last = counts.cumsum(0).double()
        r = (last - (counts.double() - 1) / 2)[which]
        return r - r.mean()

    x, y = ranks(a), ranks(b)
    size = (x.norm() * y.norm()).item()
    return (x @ y).item() / size if size > 0 else 0.0
