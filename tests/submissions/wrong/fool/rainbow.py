# Wrong: a colour of its own for every column.
# True of it: cue_with_noise
def fool(image):
    result = image.copy()
    for column in range(image.shape[1]):
        result[-6:, column] = (255 - column, column, 128)
    return result
