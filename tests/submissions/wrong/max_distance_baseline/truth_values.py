# Wrong: returns True and False.
# True of it: in_0_to_1
def max_distance_baseline(img):
    return img<127.5
