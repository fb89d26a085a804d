# Wrong: right values, written into the caller's image.
# True of it: image_changed_in_place
def max_distance_baseline(img):
    dark = img < 127.5
    img[dark] = 255
    img[~dark] = 0
    return img
