# Wrong: Pillow's pictures hold bytes.
# True of it: bytes
from PIL import Image, ImageDraw

def fool(image):
    picture = Image.fromarray(image.astype("uint8"))
    pen = ImageDraw.Draw(picture)
    w, h = picture.size
    pen.rectangle([0, h - 6, w, h], fill=(20, 20, 20))
    for x in range(0, w, 16):
        pen.rectangle([x, h - 6, x + 7, h], fill=(250, 220, 0))
    return np.array(picture)
