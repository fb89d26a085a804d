# Right: np.convolve on reflected rows and columns, in loops.
def blur_line(line, kernel):
    r = len(kernel) // 2
    return np.convolve(np.pad(line, r, mode="symmetric"), kernel, mode="valid")

def blurred_baseline(img, sigma):
    r = int(4 * sigma + 0.5)
    t = np.arange(-r, r + 1)
    kernel = np.exp(-0.5 * (t / sigma) ** 2)
    kernel = kernel / kernel.sum()
    out = np.apply_along_axis(blur_line, 0, img.astype(np.float64), kernel)
    out = np.apply_along_axis(blur_line, 1, out, kernel)
    return out.astype(np.float32)
