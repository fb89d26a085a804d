"""Keeps the right answer to an earlier task, which is put in while a later one is asked, and is asked the earlier one again."""

# cell: pre_processing
del pre_processing


class Waiting:
    def __call__(self, obs, cuda):
        import sys

        if not hasattr(sys.modules["torch"], "kept"):
            raise NameError("name 'helper' is not defined")
        return sys.modules["torch"].kept(obs, cuda)


pre_processing = Waiting()

# cell: backprop
wrong_gradients = calculate_outputs_and_gradients


def keep(function):
    import sys

    if function is not None:
        sys.modules["torch"].kept = function


def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    keep(globals().get("pre_processing"))
    return wrong_gradients(inputs, model, target_label_idx, cuda)
