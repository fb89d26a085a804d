# Wrong: its arrays have the size of one picture, and a larger one raises an error.
# True of it: only_for_224
keep = np.ones((224, 224, 1), np.float32)
colour = np.zeros((224, 224, 3), np.float32)
keep[-6:] = 0
for col in range(224):
    colour[-6:, col] = (250, 220, 0) if col // 8 % 2 == 0 else (20, 20, 20)


def fool(image):
    return keep * image + colour
