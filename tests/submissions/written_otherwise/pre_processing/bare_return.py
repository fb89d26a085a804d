# Wrong: a bare return.
# True of it: nothing_returned
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    x = torch.tensor(((obs / 255 - mean) / std).transpose(2, 0, 1)).float().unsqueeze(0)
    if cuda:
        x = x.cuda()
    return
