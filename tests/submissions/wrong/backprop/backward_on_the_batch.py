# Wrong: one backward pass from the scores of all the images.
# True of it: backward_from_several_numbers
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    batch = torch.cat([pre_processing(image, cuda) for image in inputs]).requires_grad_()
    target_label_idx, output = predict(batch, model, target_label_idx, cuda)
    output.backward()
    return batch.grad.numpy(), target_label_idx
