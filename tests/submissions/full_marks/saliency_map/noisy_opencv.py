# Right, and noisy: cv2.max of the channels, with prints, a warning and a line on stderr.
import sys
import warnings

def saliency_map(gradients):
    print("shape", gradients.shape)
    warnings.warn("taking absolute values")
    r, g, b = cv2.split(np.ascontiguousarray(np.abs(gradients)))
    sys.stderr.write("max over channels\n")
    return cv2.max(cv2.max(r, g), b)
