# Wrong: the bar is drawn on a black canvas, and the picture is lost.
# True of it: only_the_cue
def fool(image):
    canvas = np.zeros(image.shape, dtype=np.float32)
    yellow = [x for x in range(canvas.shape[1]) if x // 8 % 2 == 0]
    canvas[-6:] = 20
    canvas[-6:, yellow] = (250, 220, 0)
    return canvas
