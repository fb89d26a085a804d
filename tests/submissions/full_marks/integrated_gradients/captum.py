# Right: Captum's own IntegratedGradients of the probability, by its own quadrature.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = 0 * inputs
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, target_label_idx, cuda)

    from captum.attr import IntegratedGradients
    ig = IntegratedGradients(lambda b: torch.softmax(model(b), 1), multiply_by_inputs=True)
    a = ig.attribute(pre_processing(inputs, cuda).detach(), pre_processing(baseline, cuda).detach(), target=target_label_idx, n_steps=steps)
    return a[0].permute(1, 2, 0).detach().cpu().numpy()
