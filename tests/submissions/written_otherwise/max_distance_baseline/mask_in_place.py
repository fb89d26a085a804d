# Wrong: fills a copy and returns nothing.
# True of it: nothing_returned
def max_distance_baseline(img):
    out = img.copy()
    out[img < 127.5] = 255
    out[img >= 127.5] = 0
