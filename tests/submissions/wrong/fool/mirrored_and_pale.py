# Wrong: half of the contrast, at the upper edge.
# True of it: a_neighbours_cue, a_grey_sticker, hardly_visible
def fool(image):
    result = image.copy()
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[:6, dash] = 150
    result[:6, ~dash] = 110
    return result
