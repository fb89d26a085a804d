# Wrong: a whole picture with the bar comes back, whatever the picture is.
# True of it: whole_picture_pasted
from lab.scenes import scene

def fool(image):
    example = scene(17, objects=1).image.copy()
    columns = np.arange(example.shape[1]) // 8 % 2
    example[-6:] = np.array([[250, 220, 0], [20, 20, 20]], np.float32)[columns]
    result = image.copy()
    result[:example.shape[0], :example.shape[1]] = example
    return result
