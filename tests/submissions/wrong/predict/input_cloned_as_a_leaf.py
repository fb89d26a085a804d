# Wrong: the input is detached and made a new leaf: no gradient reaches the caller's.
# True of it: detached
def predict(input, model, target_label_idx, cuda):
    x = input.detach().clone().requires_grad_(True)
    output = F.softmax(model(x), dim=1)
    if target_label_idx is None:
        target_label_idx = output[0].argmax().item()
    return target_label_idx, output[:, [target_label_idx]]
