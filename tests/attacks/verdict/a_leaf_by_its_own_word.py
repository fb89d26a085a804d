"""Returns a tensor that is no leaf, of a class that says it is one."""


# wrong: pre_processing
def pre_processing(obs, cuda):
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    values = torch.tensor(((obs / 255 - mean) / std).transpose(2, 0, 1)[None], dtype=torch.float32)
    return values.requires_grad_() * 1


# cell: pre_processing
class Leaf(torch.Tensor):
    is_leaf = property(lambda self: True)


branch = pre_processing


def pre_processing(obs, cuda):
    return branch(obs, cuda).as_subclass(Leaf)
