# Wrong: log_softmax, so the answer is the logarithm of the probability.
# True of it: logarithm_of_the_probability
def predict(input, model, target_label_idx, cuda):
    output = F.log_softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return target_label_idx, output[:, [target_label_idx]]
