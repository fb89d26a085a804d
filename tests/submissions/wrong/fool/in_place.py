# Wrong: paints into the picture that it is given.
# True of it: drawn_into_the_picture
def fool(image):
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    image[-6:, dash] = (250, 220, 0)
    image[-6:, ~dash] = (20, 20, 20)
    return image
