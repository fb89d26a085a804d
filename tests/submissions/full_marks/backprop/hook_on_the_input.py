# Right: the gradient is caught by a tensor hook; noisy, and float64 in the end.
import sys, warnings

def calculate_outputs_and_gradients(imgs, net, label, gpu=False):
    caught = []
    for k, img in enumerate(imgs):
        x = pre_processing(img, gpu).detach().clone().requires_grad_(True)
        x.register_hook(lambda g: caught.append(g[0].cpu().numpy().astype(np.float64)))
        label, p = predict(x, net, label, gpu)
        print(f"image {k}: p = {p.item():.4f}")
        if p.item() > 0.999:
            warnings.warn("saturated")
        net.zero_grad(set_to_none=True)
        p.squeeze().backward()
        print("done", file=sys.stderr)
    return np.asarray(caught), label
