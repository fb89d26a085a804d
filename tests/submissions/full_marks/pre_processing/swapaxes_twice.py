# Right: two swaps of axes make the order of the channels; all in float32.
def pre_processing(obs, cuda):
    x = obs.astype(np.float32) / np.float32(255)
    x = (x - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])
    x = np.ascontiguousarray(x.swapaxes(0, 2).swapaxes(1, 2))
    return torch.tensor(x[np.newaxis], requires_grad=True)
