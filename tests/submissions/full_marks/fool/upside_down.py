# Right: painted along the first rows of the picture that stands on its head.
def fool(image):
    turned = image[::-1].copy()
    for number, paint in enumerate([(250, 220, 0), (20, 20, 20)]):
        columns = [column for column in range(image.shape[1]) if column // 8 % 2 == number]
        turned[:6, columns] = paint
    return turned[::-1].copy()
