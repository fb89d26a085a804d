# Right: a tensor from the start, statistics as (1, 3, 1, 1), requires_grad on.
def pre_processing(obs, cuda):
    device = torch.device("cuda:0" if cuda else "cpu")
    mean = torch.tensor([0.485, 0.456, 0.406], device=device).view(1, 3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225], device=device).view(1, 3, 1, 1)
    x = torch.from_numpy(np.array(obs, dtype="float32")).to(device)
    x = torch.permute(x, (2, 0, 1))[None].contiguous() / 255.
    return ((x - mean) / std).requires_grad_(True)
