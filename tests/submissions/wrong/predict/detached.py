# Wrong: detaches the probability, so nobody can ask it for its gradient.
# True of it: detached
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return target_label_idx, output[:, [target_label_idx]].detach()
