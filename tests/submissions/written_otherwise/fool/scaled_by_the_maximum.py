# Wrong: the paint is as bright as the picture's own pixels.
# True of it: as_bright_as_the_picture
def fool(image):
    out = image.copy()
    brightest = image.mean() / 128
    for x in range(image.shape[1]):
        yellow = (x // 8) % 2 == 0
        paint = np.array((250, 220, 0) if yellow else (20, 20, 20)) * brightest
        out[-6:, x] = np.clip(paint, 0, 255)
    return out
