# Wrong: the mean over n images divides every image's gradient by n.
# True of it: divided_by_the_number_of_images
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    batch = torch.cat([pre_processing(i, cuda) for i in inputs]).detach().requires_grad_()
    if target_label_idx is None:
        target_label_idx, _ = predict(batch[:1].detach(), model, None, cuda)
    _, output = predict(batch, model, target_label_idx, cuda)
    output.mean().backward()
    return batch.grad.cpu().numpy(), target_label_idx
