# Right, and noisy: OpenCV's inverse binary threshold; prints, a warning and stderr.
import sys, warnings

def max_distance_baseline(img):
    print("values from", img.min(), "to", img.max())
    warnings.warn("values in the middle go to black")
    _, out = cv2.threshold(img.astype(np.float32), 127.5, 255, cv2.THRESH_BINARY_INV)
    sys.stderr.write("thresholded\n")
    return out
