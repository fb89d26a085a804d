# Wrong: the image is cast to bytes, which cuts the decimals off.
# True of it: cut_to_whole_levels
import torchvision.transforms as T
from PIL import Image
def pre_processing(obs, cuda):
    tf = T.Compose([T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
    return tf(Image.fromarray(obs.astype(np.uint8))).unsqueeze(0)
