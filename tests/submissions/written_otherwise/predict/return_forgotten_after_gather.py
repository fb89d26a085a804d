# Wrong: no return after the last line.
# True of it: nothing_returned
def predict(input, model, target_label_idx, cuda):
    z = model(input)
    c = z.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    z.softmax(1).gather(1, torch.tensor([[c]] * len(z)))
