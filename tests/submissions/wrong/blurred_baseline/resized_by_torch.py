# Wrong: stretched to 224 x 224.
# True of it: resized_to_224
def blurred_baseline(img, sigma):
    img = cv2.resize(img, (224, 224), interpolation=cv2.INTER_LINEAR)
    return cv2.GaussianBlur(img, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
