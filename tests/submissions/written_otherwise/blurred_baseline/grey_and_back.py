# Wrong: to grey and back.
# True of it: grey_of_the_eye
def blurred_baseline(img, sigma):
    soft = cv2.GaussianBlur(img, (0, 0), sigma)
    return cv2.cvtColor(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
