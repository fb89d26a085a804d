# Right: the whole function as one lambda.
_m, _s = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
pre_processing = lambda obs, cuda: torch.tensor(
    np.stack([((obs / 255 - _m) / _s).transpose(2, 0, 1)]), dtype=torch.float32
).to("cuda:0" if cuda else "cpu")
