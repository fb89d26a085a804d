# Wrong: paints on a copy that nobody keeps.
# True of it: nothing_changed
def fool(image):
    h, w, _ = image.shape
    for x in range(w):
        paint = (250, 220, 0) if (x // 8) % 2 == 0 else (20, 20, 20)
        image.copy()[h - 6:, x] = paint
    return image
