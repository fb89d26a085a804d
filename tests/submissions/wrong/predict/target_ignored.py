# Wrong: always returns the probability of the winner, whatever class was asked for.
# True of it: winner_of_each_image
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    value, index = output.max(dim=1, keepdim=True)
    if target_label_idx is None:
        target_label_idx = index[0].item()
    return target_label_idx, value
