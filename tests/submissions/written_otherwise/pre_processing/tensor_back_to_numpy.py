# Wrong: goes back to NumPy at the end.
# True of it: array_instead_of_tensor
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    x = torch.tensor((obs / 255 - mean) / std, dtype=torch.float32).permute(2, 0, 1).unsqueeze(0)
    return x.cpu().numpy()
