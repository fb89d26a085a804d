# Right: in double precision.
def deletion_curve(image, map, model, target, shares, fill):
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    net = model.double()
    order = np.argsort(-map, axis=None, kind="stable")
    filled = np.asarray(fill(image), dtype=np.float64)
    curve = []
    for share in shares:
        x = image.astype(np.float64)
        rows, columns = np.divmod(order[:round(share * order.size)], map.shape[1])
        x[rows, columns] = filled[rows, columns]
        with torch.no_grad():
            z = net(torch.from_numpy(((x / 255 - mean) / std).transpose(2, 0, 1)[None]))
        curve.append(torch.softmax(z, 1)[0, target].item())
    return np.array(curve)
