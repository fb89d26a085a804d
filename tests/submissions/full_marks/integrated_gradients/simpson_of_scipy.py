# Right: SciPy's Simpson rule over the path.
from scipy.integrate import simpson

def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    alphas = np.linspace(0.0, 1.0, steps + 1)
    gs = []
    for a in alphas:
        g, _ = calculate_outputs_and_gradients([(1 - a) * baseline + a * inputs], model, target_label_idx, cuda)
        gs.append(g[0].transpose(1, 2, 0))
    diff = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().cpu().numpy()[0].transpose(1, 2, 0)
    return diff * simpson(np.array(gs), x=alphas, axis=0)
