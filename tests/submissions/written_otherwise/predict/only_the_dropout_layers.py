# Wrong: switches the dropout layers on, as for Monte Carlo dropout.
# True of it: dropout_left_on
def predict(input, model, target_label_idx, cuda):
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.train()
    p = torch.softmax(model(input), -1)
    c = p.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    return c, p[:, c:c + 1]
