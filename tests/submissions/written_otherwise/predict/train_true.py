# Wrong: model.train(True).
# True of it: dropout_left_on
def predict(input, model, target_label_idx, cuda):
    out = model.train(True)(input)
    p = torch.exp(F.log_softmax(out, 1))
    c = int(torch.argmax(out[0])) if target_label_idx is None else target_label_idx
    return c, p.narrow(1, c, 1)
