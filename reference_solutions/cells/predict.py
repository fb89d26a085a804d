import torch

# %%
def predict(input, model, target_label_idx, cuda):
    """The class, and its softmax probability as a tensor (N, 1)."""
    output = model(input)  # logits (N, K)

    ### BEGIN SOLUTION
    output = torch.softmax(output, dim=1)  # (N, K)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, dim=1)[0].item()
    index = torch.full((output.shape[0], 1), target_label_idx, dtype=torch.int64, device=output.device)
    output = output.gather(1, index)  # (N, 1)
    ### END SOLUTION
    return target_label_idx, output
