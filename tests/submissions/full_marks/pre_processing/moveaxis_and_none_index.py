# Right: moveaxis and indexing with None, the tensor made by torch.FloatTensor.
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406])
    std = np.array([0.229, 0.224, 0.225])
    normed = (obs / 255.0 - mean) / std
    normed = np.moveaxis(normed, -1, 0)[None]
    tensor = torch.FloatTensor(np.ascontiguousarray(normed))
    if cuda:
        tensor = tensor.cuda(0)
    return tensor
