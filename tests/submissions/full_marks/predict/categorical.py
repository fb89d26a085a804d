# Right: torch.distributions knows the probability of a class.
from torch.distributions import Categorical
def predict(input, model, target_label_idx, cuda):
    logits = model(input)
    if target_label_idx is None:
        target_label_idx = int(torch.argsort(logits[0], descending=True)[0])
    d = Categorical(logits=logits)
    return target_label_idx, d.log_prob(torch.tensor(target_label_idx)).exp()[:, None]
