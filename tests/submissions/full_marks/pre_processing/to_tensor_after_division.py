# Right: ToTensor does not rescale floats, so the image is divided by 255 first; then Normalize in a Compose.
import torchvision.transforms as T

transform = T.Compose([
    T.ToTensor(),
    T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])

def pre_processing(obs, cuda):
    obs = (obs / 255.0).astype(np.float32)   # ToTensor leaves float arrays alone
    return transform(obs)[None, ...].to(torch.device("cuda:0" if cuda else "cpu"))
