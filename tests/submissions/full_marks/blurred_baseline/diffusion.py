# Right: the heat equation makes a Gaussian: t = sigma^2 / 2 in small explicit steps.
def blurred_baseline(img, sigma):
    out = np.float64(img)
    steps = int(np.ceil(sigma ** 2 / 2 / 0.1))
    dt = sigma ** 2 / 2 / steps
    for _ in range(steps):
        p = np.pad(out, ((1, 1), (1, 1), (0, 0)), mode="edge")
        out = out + dt * (p[2:, 1:-1] + p[:-2, 1:-1] + p[1:-1, 2:] + p[1:-1, :-2] - 4 * out)
    return out
