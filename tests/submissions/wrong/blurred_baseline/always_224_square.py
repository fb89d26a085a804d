# Wrong: returns a 224 x 224 image whatever the size of the image is.
# True of it: resized_to_224
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(cv2.resize(img, (224, 224)), (0, 0), sigma)
