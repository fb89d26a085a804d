# Wrong: divides the caller's image itself, so the second call sees an almost black picture.
# True of it: image_changed_in_place
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406], dtype=np.float32)
    std = np.array([0.229, 0.224, 0.225], dtype=np.float32)
    obs /= 255
    obs -= mean
    obs /= std
    x = torch.tensor(obs).permute(2, 0, 1).unsqueeze(0)
    return x.to("cuda:0" if cuda else "cpu")
