# Wrong: takes sigma for the width at half height.
# True of it: another_width
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img,(0,0),sigma/2.355)
