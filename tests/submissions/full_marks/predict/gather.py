# Right: softmax along the classes, then gather.
def predict(input, model, target_label_idx, cuda):
    output = model(input)
    output = F.softmax(output, dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    index = np.ones((output.size()[0], 1)) * target_label_idx
    index = torch.tensor(index, dtype=torch.int64)
    if cuda:
        index = index.cuda()
    output = output.gather(1, index)
    return target_label_idx, output
