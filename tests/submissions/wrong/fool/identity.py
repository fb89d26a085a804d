# Wrong: nothing is changed.
# True of it: nothing_changed
def fool(image):
    return image.copy()
