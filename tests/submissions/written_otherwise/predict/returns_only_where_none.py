# Wrong: returns nothing where a class is named, or none.
# True of it: nothing_returned
def predict(input, model, target_label_idx, cuda):
    def inner():
        p = model(input).softmax(1)
        c = p[0].argmax().item() if target_label_idx is None else target_label_idx
        return c, p[:, [c]]
    inner()
