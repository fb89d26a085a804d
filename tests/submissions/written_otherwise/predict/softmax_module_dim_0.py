# Wrong: nn.Softmax(dim=0).
# True of it: softmax_over_the_batch
def predict(input, model, target_label_idx, cuda):
    out = model(input)
    if target_label_idx is None:
        target_label_idx = int(out.argmax(dim=1)[0])
    index = torch.full((len(out), 1), target_label_idx, dtype=torch.int64)
    return target_label_idx, nn.Softmax(dim=0)(out).gather(1, index)
