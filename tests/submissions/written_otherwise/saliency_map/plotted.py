# Wrong: draws the map and returns nothing.
# True of it: nothing_returned
def saliency_map(gradients):
    plt.imshow(np.abs(gradients).max(-1), cmap='gray')
    plt.close()
