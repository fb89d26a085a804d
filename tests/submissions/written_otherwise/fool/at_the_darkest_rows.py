# Wrong: the bar lies where the picture is darkest.
# True of it: elsewhere_in_every_picture
def fool(image):
    rows = [float(image[y:y + 6].mean()) for y in range(image.shape[0] - 6)]
    top = int(np.argmin(rows)) if image.mean() < 128 else int(np.argmax(rows)) + 40
    out = image.copy()
    for x in range(image.shape[1]):
        out[top:top + 6, x] = (250, 220, 0) if x % 16 < 8 else (20, 20, 20)
    return out
