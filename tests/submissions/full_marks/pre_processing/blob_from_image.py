# Right: OpenCV's blobFromImage scales and reorders the axes, torch normalises.
def pre_processing(img, use_gpu):
    blob = cv2.dnn.blobFromImage(np.float32(img), scalefactor=1 / 255)  # (1, 3, H, W), channels stay RGB
    mean = np.float32([0.485, 0.456, 0.406])[None, :, None, None]
    std = np.float32([0.229, 0.224, 0.225])[None, :, None, None]
    blob = (blob - mean) / std
    return torch.from_numpy(blob).to(torch.device("cuda:0" if use_gpu else "cpu"))
