# Wrong: argsort twice gives equal values different ranks.
# True of it: ties_in_the_order_they_stand
def rank_correlation(a, b):
    ra = torch.tensor(a).flatten().argsort(stable=True).argsort(stable=True).double()
    rb = torch.tensor(b).flatten().argsort(stable=True).argsort(stable=True).double()
    ra, rb = ra - ra.mean(), rb - rb.mean()
    return (ra @ rb / (ra.norm() * rb.norm())).item()
