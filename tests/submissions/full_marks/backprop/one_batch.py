# Right: all images in one batch; the sum keeps every image's gradient its own.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    batch = torch.cat([pre_processing(i, cuda) for i in inputs]).detach().requires_grad_()
    if target_label_idx is None:
        with torch.no_grad():
            target_label_idx, _ = predict(batch[:1], model, None, cuda)
    _, output = predict(batch, model, target_label_idx, cuda)
    output.sum().backward()
    return batch.grad.cpu().numpy(), target_label_idx
