# Right: own softmax and backward(gradient=one-hot) instead of a scalar.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    grads = []
    for obs in inputs:
        x = pre_processing(obs, cuda)
        x.requires_grad = True
        probs = F.softmax(model(x), dim=1)
        if target_label_idx is None:
            target_label_idx = probs.argmax(dim=1).item()
        one_hot = torch.zeros_like(probs)
        one_hot[0][target_label_idx] = 1
        model.zero_grad()
        probs.backward(gradient=one_hot, retain_graph=True)
        grads.append(x.grad.data.cpu().numpy()[0])
    return np.array(grads), target_label_idx
