# Right: torchvision's second transforms, on an image that is divided by hand.
def pre_processing(obs, cuda):
    from torchvision.transforms import v2
    t = v2.Compose([v2.ToImage(), v2.Lambda(lambda x: x / 255.0), v2.Normalize([0.485,0.456,0.406],[0.229,0.224,0.225])])
    x = t(np.asarray(obs, dtype=np.float32)).unsqueeze(0)
    return torch.as_tensor(x).to("cuda:0" if cuda else "cpu")
