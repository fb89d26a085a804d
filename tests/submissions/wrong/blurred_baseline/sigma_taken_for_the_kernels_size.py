# Wrong: takes sigma for the kernel's width, so it blurs far too little.
# True of it: sigma_is_the_size_of_the_kernel
def blurred_baseline(img, sigma):
    k = int(sigma)
    if k % 2 == 0:
        k += 1
    return cv2.GaussianBlur(img, (k, k), 0)
