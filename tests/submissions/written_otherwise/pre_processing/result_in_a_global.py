# Wrong: stores the result in a global name.
# True of it: nothing_returned
result = None

def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    global result
    result = torch.tensor(((obs / 255 - mean) / std).transpose(2, 0, 1)[None], dtype=torch.float32)
