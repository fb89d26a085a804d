# Wrong: a date in another corner, a neighbour's cue.
# True of it: a_neighbours_cue
def fool(image):
    ink = np.zeros((19, 76), np.uint8)
    cv2.putText(ink, "08.04.75", (2, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 255, 2, cv2.LINE_8)
    result = image.copy()
    result[5:24, 5:81][ink > 0] = (90, 170, 255)
    return result
