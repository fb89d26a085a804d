# Right: nn.Softmax as a module and index_select.
softmax = nn.Softmax(dim=1)

def predict(input, model, target_label_idx, cuda):
    output = softmax(model(input))
    if target_label_idx is None:
        target_label_idx = int(np.argmax(output[0].detach().cpu().numpy()))
    wanted = torch.tensor([target_label_idx], device=output.device)
    return (target_label_idx, output.index_select(1, wanted))
