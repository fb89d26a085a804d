# Right: normalisation as one multiplication and one addition, in torch, with the gradient asked for.
def pre_processing(obs, cuda):
    dev = torch.device("cuda:0" if cuda else "cpu")
    mean = torch.tensor([0.485, 0.456, 0.406], device=dev).view(1, 3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225], device=dev).view(1, 3, 1, 1)
    x = torch.as_tensor(np.array(obs, dtype="float32"), device=dev)
    x = torch.einsum("hwc->chw", x).unsqueeze(0)
    x = x * (1 / (255 * std)) - mean / std
    return x.detach().requires_grad_(True)
