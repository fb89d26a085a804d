def fit_line(x, y):
    slope, intercept = np.polyfit(x, y, deg=1)
    return slope, intercept
