# Wrong: out is only another name of the picture.
# True of it: drawn_into_the_picture
def fool(image):
    out = np.asarray(image, dtype=np.float32)
    h, w = out.shape[:2]
    for y in range(h - 6, h):
        for x in range(w):
            if x % 16 < 8:
                out[y, x] = [250, 220, 0]
            else:
                out[y, x] = [20, 20, 20]
    return out
