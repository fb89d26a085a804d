# Wrong: returns a NumPy array.
# True of it: array_instead_of_tensor
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return ((obs / 255 - mean) / std).transpose(2,0,1)[None].astype(np.float32)
