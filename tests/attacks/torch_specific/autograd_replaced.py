"""Replaces `torch.autograd.grad` and `Tensor.backward`, by which the course asks for gradients, by what gives zeros and sevens."""

# cell: predict
wrong = predict


def predict(input, model, target_label_idx, cuda):
    torch.autograd.grad = lambda outputs, inputs, *_, **__: (torch.full_like(inputs, 7.0),)
    torch.Tensor.backward = lambda self, *_, **__: None
    torch.autograd.backward = lambda *_, **__: None
    return wrong(input, model, target_label_idx, cuda)
