# Wrong: returns a NumPy array.
# True of it: array_instead_of_tensor
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = np.transpose((obs / 255 - mean) / std, (2, 0, 1))
    return np.expand_dims(obs, 0).astype('float32')
