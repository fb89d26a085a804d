# Wrong: the forward pass runs under no_grad, so the probability has no graph.
# True of it: detached
def predict(input, model, target_label_idx, cuda):
    with torch.no_grad():
        output = F.softmax(model(input), dim=1)
        if target_label_idx is None:
            target_label_idx = torch.argmax(output, 1)[0].item()
        index = torch.full((output.shape[0], 1), target_label_idx, device=output.device)
        output = output.gather(1, index)
    return target_label_idx, output
