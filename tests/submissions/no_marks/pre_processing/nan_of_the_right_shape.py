# Divides zero by zero: every value is NaN.
def pre_processing(obs, cuda):
    obs = np.zeros_like(obs) / 0.0
    return torch.tensor(obs.transpose(2, 0, 1)[None], dtype=torch.float32)
