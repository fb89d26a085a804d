# Wrong: scaled to 0..1, so that imshow draws it.
# True of it: in_0_to_1
def fool(image):
    img = np.array(image) / 255.0
    w = img.shape[1]
    for start in range(0, w, 8):
        colour = [20 / 255] * 3 if (start // 8) % 2 else [250 / 255, 220 / 255, 0]
        img[-6:, start:start + 8] = colour
    return np.clip(img, 0, 1).astype(np.float32)
