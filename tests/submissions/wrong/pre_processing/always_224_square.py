# Wrong: squeezes every image to 224 x 224, though no size may be assumed.
# True of it: resized_to_224
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = cv2.resize(obs, (224, 224)) / 255
    obs = (obs - mean) / std
    obs = np.expand_dims(obs.transpose(2, 0, 1), 0)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
