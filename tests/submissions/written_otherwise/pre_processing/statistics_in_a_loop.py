# Wrong: the statistics are applied in a loop that runs twice.
# True of it: normalised_twice
def pre_processing(obs, cuda):
    x = torch.tensor(obs).permute(2, 0, 1).unsqueeze(0).float() / 255
    for _ in range(2):
        x = (x - torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)) / torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    return x
