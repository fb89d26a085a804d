# Wrong: blurs with sigma + 1.
# True of it: another_width
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img,(0,0),sigma+1)
