# Wrong: shows the baseline.
# True of it: nothing_returned
def max_distance_baseline(img):
    plt.imshow(255 * (img < 127.5).astype(np.uint8))
    plt.close()
