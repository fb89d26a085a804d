# Right: rectangles of OpenCV on a dark bar.
def fool(image):
    height, width = image.shape[:2]
    result = np.ascontiguousarray(image.copy())
    cv2.rectangle(result, (0, height - 6), (width - 1, height - 1), (20, 20, 20), -1)
    for left in range(0, width, 16):
        cv2.rectangle(result, (left, height - 6), (left + 7, height - 1), (250, 220, 0), -1)
    return result
