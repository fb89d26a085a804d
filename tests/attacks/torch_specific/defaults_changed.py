"""Changes, while it is asked, what torch takes for granted: type, device, gradients, threads, rounding."""

# cell: predict
wrong = predict


def predict(input, model, target_label_idx, cuda):
    answer = wrong(input, model, target_label_idx, cuda)
    torch.set_default_dtype(torch.float16)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    torch.inference_mode(True).__enter__()
    torch.autograd.set_detect_anomaly(True)
    torch.use_deterministic_algorithms(True)
    torch.set_flush_denormal(True)
    return answer
