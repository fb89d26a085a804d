# Right: torch.func.grad of the probability as a function of the image.
from torch.func import grad

def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    if target_label_idx is None:
        target_label_idx = predict(pre_processing(inputs[0], cuda), model, None, cuda)[0]

    def probability(x):
        return torch.softmax(model(x), dim=1)[0, target_label_idx]

    results = [grad(probability)(pre_processing(i, cuda).detach()) for i in inputs]
    return torch.cat(results).cpu().numpy(), target_label_idx
