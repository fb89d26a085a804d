# Right, and noisy: prints the five best classes, warns and writes to stderr.
import sys, warnings

def predict(input, model, target_label_idx, cuda):
    output = nn.functional.softmax(model(input), dim=1)
    top = torch.topk(output[0], min(5, output.shape[1]))
    for p, i in zip(top.values, top.indices):
        print(f"class {i.item()}: {p.item():.3%}")
    if top.values[0] < 0.5:
        warnings.warn("the network is not sure")
    if target_label_idx is None:
        target_label_idx = top.indices[0].item()
    print("target", target_label_idx, file=sys.stderr)
    idx = torch.full((len(output), 1), target_label_idx, device=output.device)
    return target_label_idx, torch.take_along_dim(output, idx, dim=1)
