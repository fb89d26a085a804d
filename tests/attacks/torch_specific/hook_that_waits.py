"""Leaves a hook on a tensor that is called when the course asks for the gradient, and does not come back."""

# seconds: 3
# cell: predict
import time


def predict(input, model, target_label_idx, cuda):
    output = torch.softmax(model(input), 1)[:, :1] * 0.5
    output.register_hook(lambda gradient: time.sleep(600))
    return 0, output
