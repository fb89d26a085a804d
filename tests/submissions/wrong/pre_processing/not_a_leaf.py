# Wrong: asks for the gradient before permute, so the tensor returned is no leaf and its .grad stays None.
# True of it: not_a_leaf
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    x = torch.tensor(obs, dtype=torch.float32, requires_grad=True)
    return x.permute(2, 0, 1).unsqueeze(0).to("cuda:0" if cuda else "cpu")
