# Right: torch.func.vjp with a vector of ones.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    x = torch.cat([pre_processing(i, cuda).detach() for i in inputs])
    if target_label_idx is None:
        target_label_idx = model(x[:1]).argmax(1).item()
    out, vjp = torch.func.vjp(lambda b: torch.softmax(model(b), 1)[:, target_label_idx], x)
    return vjp(torch.ones_like(out))[0].detach().numpy(), target_label_idx
