# Wrong: every picture is resized to 224 x 224.
# True of it: always_224
def fool(image):
    result = cv2.resize(image, (224, 224))
    dash = np.arange(224) // 8 % 2 == 0
    result[-6:, dash] = (250, 220, 0)
    result[-6:, ~dash] = (20, 20, 20)
    return result
