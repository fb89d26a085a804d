# Right: torchvision's Normalize on a tensor that is already in 0..1.
from torchvision import transforms

def pre_processing(obs, cuda):
    device = "cuda:0" if cuda else "cpu"
    normalize = transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])
    x = torch.tensor(obs, dtype=torch.float32).permute(2, 0, 1) / 255
    x = normalize(x)
    x = x.unsqueeze(0)
    return x.to(device)
