# Wrong: only red.
# True of it: red_decides_alone
def max_distance_baseline(img):
    red = img[..., 0]
    return (red < 127.5) * 255.0
