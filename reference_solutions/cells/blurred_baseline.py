import cv2
import numpy as np

# %%
def blurred_baseline(img, sigma):
    """The image (H, W, 3) blurred by a Gaussian of standard deviation `sigma` pixels."""
    ### BEGIN SOLUTION
    return cv2.GaussianBlur(np.float32(img), (0, 0), sigma)
    ### END SOLUTION
