# Right: Captum's Saliency without its absolute value.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    from captum.attr import Saliency
    xs = torch.cat([pre_processing(i, cuda) for i in inputs]).detach()
    if target_label_idx is None:
        target_label_idx, _ = predict(xs[:1], model, None, cuda)
    s = Saliency(lambda b: torch.softmax(model(b), 1))
    return s.attribute(xs.requires_grad_(), target=target_label_idx, abs=False).detach().numpy(), target_label_idx
