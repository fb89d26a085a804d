# Wrong: turns RGB into BGR on the way.
# True of it: channels_reversed
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(cv2.cvtColor(img, cv2.COLOR_RGB2BGR), (0, 0), sigma)
