# Wrong: computes with tensors, moves no axis.
# True of it: axes_of_the_image, channels_last
def pre_processing(obs, cuda):
    x = torch.as_tensor(obs).float() / 255
    x = x - torch.tensor([0.485, 0.456, 0.406])
    return x / torch.tensor([0.229, 0.224, 0.225])
