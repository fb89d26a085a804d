# Wrong: the seed is written into the function.
# True of it: seed_ignored
def paired_interval(differences, confidence, seed):
    torch.manual_seed(0)
    d = torch.tensor(np.array(differences), dtype=torch.float64)
    picks = torch.multinomial(torch.ones(len(d)), 2000 * len(d), replacement=True).view(2000, len(d))
    means = d[picks].mean(1).sort().values
    tail = round((1 - confidence) / 2 * 2000)
    return means[tail].item(), means[2000 - 1 - tail].item()
