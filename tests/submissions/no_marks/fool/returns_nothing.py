# Draws into a copy, and returns nothing.
def fool(image):
    image.copy()[-6:] = 20
