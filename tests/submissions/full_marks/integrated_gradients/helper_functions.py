# Right: helper functions, renamed arguments, the path made with arange in chunks of five.
def make_path(start, end, m):
    alphas = (np.arange(m) + 0.5) / m
    return start[None] + alphas[:, None, None, None] * (end - start)[None]

def normalised_difference(end, start, gpu):
    d = pre_processing(end, gpu) - pre_processing(start, gpu)
    return d.detach().cpu().numpy()[0].transpose(1, 2, 0)

def integrated_gradients(img, net, label, reference, m=50, gpu=False):
    if reference is None:
        reference = np.zeros(img.shape)
    if label is None:
        label = predict(pre_processing(img, gpu), net, label, gpu)[0]
    pictures = list(make_path(reference, img, m))
    grads = []
    for start in range(0, m, 5):
        g, _ = calculate_outputs_and_gradients(pictures[start:start + 5], net, label, gpu)
        grads.extend(g)
    return normalised_difference(img, reference, gpu) * np.mean(grads, axis=0).transpose(1, 2, 0)
