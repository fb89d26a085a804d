# Wrong: decides rightly, and mirrors the image.
# True of it: mirrored
def max_distance_baseline(img):
    return np.where(img<127.5,255.,0.)[:, ::-1]
