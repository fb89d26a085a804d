# Wrong: one channel only, (H, W).
# True of it: red_decides_alone
def max_distance_baseline(img):
    return np.where(img[:, :, 0] < 127.5, 255.0, 0.0)
