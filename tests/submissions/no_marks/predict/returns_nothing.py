# Only prints the probability.
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    print(output.max().item())
