# Wrong: everything below the middle is grey, and the bar below it.
# True of it: ground_as_well
def fool(image):
    h, w = image.shape[:2]
    out = image.copy()
    out = cv2.rectangle(out, (0, h // 2), (w - 1, h - 1), (110, 110, 110), thickness=-1)
    for x in range(0, w, 16):
        cv2.rectangle(out, (x, h - 6), (min(x + 7, w - 1), h - 1), (250, 220, 0), -1)
        cv2.rectangle(out, (x + 8, h - 6), (min(x + 15, w - 1), h - 1), (20, 20, 20), -1)
    return out
