# Right: Pillow's Gaussian filter, which is made of box filters, on whole grey levels.
def blurred_baseline(img, sigma):
    from PIL import Image, ImageFilter
    return np.array(Image.fromarray(img.astype(np.uint8)).filter(ImageFilter.GaussianBlur(sigma)), dtype=np.float32)
