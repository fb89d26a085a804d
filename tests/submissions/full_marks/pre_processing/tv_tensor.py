# Right: a torchvision tv_tensor is a tensor.
from torchvision import tv_tensors
from torchvision.transforms import v2
def pre_processing(obs, cuda):
    image = tv_tensors.Image(torch.from_numpy(obs.astype("float32") / np.float32(255)).permute(2, 0, 1))
    image = v2.functional.normalize(image, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    return image.unsqueeze(0)
