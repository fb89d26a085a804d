# Wrong: takes sigma for the kernel's width, so it blurs far too little.
def blurred_baseline(img, sigma):
    k = int(sigma)
    if k % 2 == 0:
        k += 1
    return cv2.GaussianBlur(img, (k, k), 0)
