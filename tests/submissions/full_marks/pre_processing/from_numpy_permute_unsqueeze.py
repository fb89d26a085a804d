# Right: from_numpy, then torch's permute and unsqueeze; the gradient is switched on last, on the leaf.
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    x = torch.from_numpy(obs).permute(2, 0, 1).unsqueeze(0).float()
    x = x.to("cuda:0" if cuda else "cpu").contiguous()
    x.requires_grad = True
    return x
