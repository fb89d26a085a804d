import random

def bootstrap_slopes(x, y, repeats):
    points = list(zip(x, y))
    def once():
        xs, ys = map(np.array, zip(*random.choices(points, k=len(points))))
        return fit_line(xs, ys)[0] if np.ptp(xs) > 0 else once()
    return np.array([once() for _ in range(repeats)])
