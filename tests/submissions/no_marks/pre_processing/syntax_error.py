# A bracket is missing: nothing in the cell is defined.
def pre_processing(obs, cuda):
    obs = np.transpose(obs, (2, 0, 1)
    return torch.tensor(obs[None], dtype=torch.float32)
