# Wrong: divides by 255 in numpy and once more on the tensor; everything is nearly black.
# True of it: divided_by_255_twice
def pre_processing(obs, cuda):
    torch_device = torch.device("cuda:0" if cuda else "cpu")
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    obs = obs / 255
    x = torch.tensor(obs, dtype=torch.float32).permute(2, 0, 1).unsqueeze(0)
    x = (x / 255 - mean) / std
    return x.to(torch_device)
