"""Leaves hooks on the network that it is given, of which later questions would get the same one."""

# cell: predict
wrong = predict


def predict(input, model, target_label_idx, cuda):
    for module in model.modules():
        module.register_forward_hook(lambda module, inputs, output: output * 0)
        module.register_full_backward_pre_hook(lambda module, gradients: tuple(one * 0 for one in gradients))
    return wrong(input, model, target_label_idx, cuda)
